using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>Three scorers, merged, saved: fitted once for all tests that only read.</summary>
public sealed class MergedFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MergedFixture()
    {
        var baseEncoder = Toy.Base;
        var trainRows = Toy.Responses(24, 1, "Q1", "Q2", "Q3");
        TestRows = Toy.Responses(15, 2, "Q1", "Q2", "Q3");
        TestFile = Toy.WriteTsv(_folder.File("test.tsv"), TestRows);
        Zip = _folder.File("merged.zip");
        var ml = new MLContext(seed: 7);
        ml.Log += (_, line) => Log.Add(line);
        Train = ml.Data.LoadFromTextFile<Response>(Toy.WriteTsv(_folder.File("train.tsv"), trainRows), hasHeader: true);
        Test = ml.Data.LoadFromTextFile<Response>(TestFile, hasHeader: true);

        var pipeline = ml.GwSmm().TextScorer("Q1", baseEncoder, Toy.Quick)
            .Append(ml.GwSmm().TextScorer("Q2", baseEncoder, Toy.Quick))
            .Append(ml.GwSmm().TextScorer("Q3", baseEncoder, Toy.Quick))
            .AppendGwMerge(ml, new GwMergeOptions { MaxGroupSize = 3 });

        Model = pipeline.Fit(Train);
        ml.Model.Save(Model, Train.Schema, Zip);
        Context = ml;
    }

    public MLContext Context { get; }

    public IDataView Train { get; }

    public IDataView Test { get; }

    public Response[] TestRows { get; }

    public string TestFile { get; }

    public string Zip { get; }

    public TransformerChain<MultiHeadTransformer> Model { get; }

    public List<LoggingEventArgs> Log { get; } = [];

    public void Dispose() => _folder.Dispose();
}
