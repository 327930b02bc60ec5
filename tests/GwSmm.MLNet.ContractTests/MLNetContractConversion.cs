using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractConversion
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly LabelRow[] Rows =
    [
        new() { Label = "b", Number = 2 }, new() { Label = "a", Number = 1 }, new() { Label = "", Number = float.NaN }, new() { Label = "b", Number = 2 },
    ];

    [Fact]
    public void Text_becomes_keys_by_occurrence_and_empty_text_none()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        IDataView keyed = Ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(data).Transform(data);
        Assert.Equal("Key<UInt32, 0-1>", keyed.Schema["Key"].Type.ToString());
        Assert.Equal([1u, 2u, 0u, 1u], keyed.GetColumn<uint>("Key"));
        Assert.True(keyed.Schema["Key"].HasKeyValues());
        VBuffer<ReadOnlyMemory<char>> names = default;
        keyed.Schema["Key"].GetKeyValues(ref names);
        Assert.Equal(["b", "a"], names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void Keys_go_by_value_if_asked_and_unseen_values_have_none()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        ITransformer model = Ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data);
        IDataView other = Ml.Data.LoadFromEnumerable([new LabelRow { Label = "a" }, new LabelRow { Label = "b" }, new LabelRow { Label = "c" }]);
        IDataView keyed = model.Transform(other);
        Assert.Equal([1u, 2u, 0u], keyed.GetColumn<uint>("Label"));
        Assert.Equal(3, keyed.Schema.Count);
        Assert.True(keyed.Schema[0].IsHidden);
    }

    [Fact]
    public void Numbers_become_keys_with_numbers_as_their_values()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        IDataView keyed = Ml.Transforms.Conversion.MapValueToKey("Key", "Number").Fit(data).Transform(data);
        Assert.Equal([1u, 2u, 0u, 1u], keyed.GetColumn<uint>("Key"));
        VBuffer<float> values = default;
        keyed.Schema["Key"].GetKeyValues(ref values);
        Assert.Equal([2f, 1f], values.DenseValues());
        Assert.False(keyed.Schema["Key"].HasKeyValues());
    }

    [Fact]
    public void Keys_become_values_again_and_none_becomes_empty()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        IDataView back = Ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Ml.Transforms.Conversion.MapKeyToValue("Text", "Label")).Fit(data).Transform(data);
        Assert.Equal(["b", "a", "", "b"], back.GetColumn<string>("Text"));
        Assert.ThrowsAny<Exception>(() => Ml.Transforms.Conversion.MapKeyToValue("Text", "Label").Fit(data));
    }

    [Fact]
    public void A_copied_column_keeps_type_values_and_annotations()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        IDataView copied = Ml.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(Ml.Transforms.CopyColumns("Copy", "Key")).Fit(data).Transform(data);
        Assert.Equal([1u, 2u, 0u, 1u], copied.GetColumn<uint>("Copy"));
        Assert.Equal(copied.Schema["Key"].Type, copied.Schema["Copy"].Type);
        Assert.True(copied.Schema["Copy"].HasKeyValues());
        Assert.ThrowsAny<ArgumentException>(() => Ml.Transforms.CopyColumns("Copy", "None").Fit(data));
    }
}
