using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractSchema
{
    private static DataViewSchema Build()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", TextDataViewType.Instance);
        builder.AddColumn("B", NumberDataViewType.Single);
        builder.AddColumn("A", new VectorDataViewType(NumberDataViewType.Single, 3));
        return builder.ToSchema();
    }

    [Fact]
    public void A_later_column_hides_an_earlier_one_of_the_same_name()
    {
        DataViewSchema schema = Build();
        Assert.Equal([true, false, false], schema.Select(c => c.IsHidden));
        Assert.Equal(2, schema["A"].Index);
        Assert.Equal(2, schema.GetColumnOrNull("A")!.Value.Index);
        Assert.Null(schema.GetColumnOrNull("C"));
        Assert.Throws<ArgumentOutOfRangeException>(() => schema["C"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => schema[3]);
    }

    [Fact]
    public void Types_have_these_names()
    {
        Assert.Equal("String", TextDataViewType.Instance.ToString());
        Assert.Equal("Boolean", BooleanDataViewType.Instance.ToString());
        Assert.Equal("Single", NumberDataViewType.Single.ToString());
        Assert.Equal("UInt32", NumberDataViewType.UInt32.ToString());
        Assert.Equal("Key<UInt32, 0-2>", new KeyDataViewType(typeof(uint), 3).ToString());
        Assert.Equal("Vector<Single, 3>", new VectorDataViewType(NumberDataViewType.Single, 3).ToString());
        Assert.Equal("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.Equal("Vector<Boolean, 2, 3>", new VectorDataViewType(BooleanDataViewType.Instance, 2, 3).ToString());
        Assert.Equal("A: String", Build()[0].ToString());
    }

    [Fact]
    public void Types_are_equal_by_value()
    {
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), new KeyDataViewType(typeof(uint), 3UL));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 3), new KeyDataViewType(typeof(byte), 3));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), new VectorDataViewType(NumberDataViewType.Single, 3));
        Assert.NotEqual(new VectorDataViewType(NumberDataViewType.Single, 3), new VectorDataViewType(NumberDataViewType.Single));
        Assert.False(new VectorDataViewType(NumberDataViewType.Single).IsKnownSize);
        Assert.Equal(typeof(VBuffer<float>), new VectorDataViewType(NumberDataViewType.Single, 3).RawType);
        Assert.Equal(typeof(uint), new KeyDataViewType(typeof(uint), 3).RawType);
        Assert.ThrowsAny<ArgumentException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.ThrowsAny<ArgumentException>(() => new KeyDataViewType(typeof(int), 3));
    }

    [Fact]
    public void Annotations_give_values_of_their_own_type_only()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Number", NumberDataViewType.Single, 2.5f);
        builder.Add("Names", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new VBuffer<ReadOnlyMemory<char>>(2, ["x".AsMemory(), "y".AsMemory()]));
        DataViewSchema.Annotations annotations = builder.ToAnnotations();
        float number = 0;
        annotations.GetValue("Number", ref number);
        Assert.Equal(2.5f, number);
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetValue("Names", ref names);
        Assert.Equal(["x", "y"], names.DenseValues().Select(n => n.ToString()));
        double wrong = 0;
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Number", ref wrong));
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Missing", ref number));
        Assert.ThrowsAny<ArgumentException>(() => builder.Add("Bad", NumberDataViewType.Double, (ref float value) => value = 0));
        Assert.Empty(Build()["B"].Annotations.Schema);
    }

    [Fact]
    public void Annotations_are_copied_by_name()
    {
        var first = new DataViewSchema.Annotations.Builder();
        first.AddPrimitiveValue("Keep", NumberDataViewType.Single, 1f);
        first.AddPrimitiveValue("Drop", NumberDataViewType.Single, 2f);
        var second = new DataViewSchema.Annotations.Builder();
        second.Add(first.ToAnnotations(), name => name == "Keep");
        Assert.Equal(["Keep"], second.ToAnnotations().Schema.Select(c => c.Name));
    }
}
