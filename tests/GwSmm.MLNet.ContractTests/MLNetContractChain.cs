using GwSmm.MLNet.ContractStage;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractChain
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly LabelRow[] Rows = [new() { Label = "b", Number = 1 }, new() { Label = "a", Number = 2 }, new() { Label = "b", Number = 3 }];

    [Fact]
    public void A_chain_fits_each_estimator_on_what_the_ones_before_give()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        EstimatorChain<KeyToValueMappingTransformer> chain = Ml.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(Ml.Transforms.Conversion.MapKeyToValue("Back", "Key"));
        TransformerChain<KeyToValueMappingTransformer> model = chain.Fit(data);
        Assert.Equal(2, model.Count());
        Assert.IsType<ValueToKeyMappingTransformer>(model.First());
        Assert.IsType<KeyToValueMappingTransformer>(model.LastTransformer);
        Assert.Equal(["b", "a", "b"], model.Transform(data).GetColumn<string>("Back"));
        Assert.Equal(["Label", "Number", "Key", "Back"], model.GetOutputSchema(data.Schema).Select(c => c.Name));
        Assert.IsAssignableFrom<IEstimator<KeyToValueMappingTransformer>>(chain.LastEstimator);
    }

    [Fact]
    public void Schemas_are_checked_before_anything_is_fitted()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        bool fitted = false;
        IEstimator<ITransformer> chain = Ml.Transforms.Conversion.MapValueToKey("Key", "Label")
            .WithFlag(() => fitted = true)
            .Append(Ml.Transforms.Conversion.MapKeyToValue("Back", "Missing"));
        Assert.ThrowsAny<ArgumentException>(() => chain.Fit(data));
        Assert.False(fitted);
    }

    [Fact]
    public void Transformers_append_into_one_flat_chain()
    {
        var a = new TextLengthTransformer(1, "a");
        var b = new TextLengthTransformer(2, "b");
        TransformerChain<TextLengthTransformer> chain = new TransformerChain<ITransformer>(a).Append(b);
        Assert.Equal([a, b], chain);
        Assert.Same(b, chain.LastTransformer);
        TransformerChain<TextLengthTransformer> scoped = chain.Append(a, TransformerScope.Training);
        Assert.Equal(3, scoped.Count());
        Assert.Equal([a, b], scoped.GetModelFor(TransformerScope.Scoring));
    }

    [Fact]
    public void A_chain_of_mappers_is_a_mapper()
    {
        ITransformer chain = new TransformerChain<ITransformer>(new TextLengthTransformer(1, "a"), new TextLengthTransformer(2, "b"));
        Assert.True(chain.IsRowToRowMapper);
        DataViewSchema schema = Ml.Data.LoadFromEnumerable(new List<TextRow>()).Schema;
        IRowToRowMapper mapper = chain.GetRowToRowMapper(schema);
        Assert.Equal(["Text", "Length", "Length"], mapper.OutputSchema.Select(c => c.Name));
        Assert.Equal(["Text"], mapper.GetDependencies([mapper.OutputSchema["Length"]]).Select(c => c.Name));
    }
}
