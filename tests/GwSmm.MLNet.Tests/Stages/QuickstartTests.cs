using Microsoft.ML;

namespace GwSmm.MLNet.Tests;

/// <summary>The example of the documentation, line by line.</summary>
public class QuickstartTests
{
    [Fact]
    public void The_documented_example_works_as_it_stands()
    {
        using var folder = new TemporaryFolder();
        var baseEncoder = Toy.Base;
        var trainFile = Toy.WriteTsv(folder.File("train.tsv"), Toy.Responses(16, 1, "Q1", "Q2", "Q3"));
        var mergedFile = folder.File("merged.zip");

        var ml = new MLContext(seed: 7);
        IDataView train = ml.Data.LoadFromTextFile<Response>(trainFile, hasHeader: true);
        IDataView test = ml.Data.LoadFromEnumerable(Toy.Responses(9, 2, "Q1", "Q2", "Q3"));

        var pipeline = ml.GwSmm().TextScorer("Q1", baseEncoder)
            .Append(ml.GwSmm().TextScorer("Q2", baseEncoder))
            .Append(ml.GwSmm().TextScorer("Q3", baseEncoder))
            .AppendGwMerge(ml, new GwMergeOptions { MaxGroupSize = 3 });

        var model = pipeline.Fit(train);
        ml.Model.Save(model, train.Schema, mergedFile);
        IDataView scored = ml.Model.Load(mergedFile, out _).Transform(test);
        var metrics = ml.MulticlassClassification.Evaluate(scored, labelColumnName: "Label");

        Assert.IsType<MultiHeadTransformer>(model.LastTransformer);
        Assert.InRange(metrics.MicroAccuracy, 0.6, 1);
    }
}
