using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>What an estimator promises must be what its transformer delivers.</summary>
public class SchemaShapeTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_scorer_keeps_its_promise()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(9, 1, "Q1"));
        var estimator = _ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick);

        AssertSame(estimator.GetOutputSchema(SchemaShape.Create(data.Schema)), estimator.Fit(data).GetOutputSchema(data.Schema));
    }

    [Fact]
    public void A_merged_pipeline_keeps_its_promise()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(9, 1, "Q1", "Q2"));
        var estimator = _ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick).Append(_ml.GwSmm().TextScorer("Q2", Toy.Base, Toy.Quick)).AppendGwMerge(_ml);

        AssertSame(estimator.GetOutputSchema(SchemaShape.Create(data.Schema)), estimator.Fit(data).GetOutputSchema(data.Schema));
    }

    [Fact]
    public void Multi_label_pipelines_keep_their_promise()
    {
        var data = _ml.Data.LoadFromEnumerable(MultiLabelTests.Rows(12, "Q1", "Q2"));
        var estimator = _ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick).Append(_ml.GwSmm().TextScorer("Q2", Toy.Base, Toy.Quick)).AppendGwMerge(_ml);

        AssertSame(estimator.GetOutputSchema(SchemaShape.Create(data.Schema)), estimator.Fit(data).GetOutputSchema(data.Schema));

        var unknown = _ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick).AppendGwMerge(_ml).GetOutputSchema(SchemaShape.Create(data.Schema));
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, unknown.Single(column => column.Name == "PredictedLabel").Kind);
    }

    private static void AssertSame(SchemaShape promised, DataViewSchema delivered) =>
        Assert.Equal(Describe(SchemaShape.Create(delivered)), Describe(promised));

    private static string[] Describe(SchemaShape shape) =>
        [.. shape.Select(column => $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} [{string.Join("; ", Describe(column.Annotations))}]").Order(StringComparer.Ordinal)];
}
