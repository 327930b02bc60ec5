using System.Diagnostics;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public class SavedModelTests(MergedFixture fixture) : IClassFixture<MergedFixture>
{
    [Fact]
    public void A_loaded_model_gives_the_same_bits()
    {
        var ml = new MLContext();
        var loaded = ml.Model.Load(fixture.Zip, out var schema);

        Assert.Equal(["Item", "Text", "Label"], schema.Select(column => column.Name));
        string[] columns = ["Score", "PredictedLabel", "Q1.Features", "Q2.Score", "Q3.PredictedLabel"];
        Assert.Equal(Cursors.Read(fixture.Model.Transform(fixture.Test), columns), Cursors.Read(loaded.Transform(fixture.Test), columns));
    }

    [Fact]
    public void A_fresh_process_that_names_no_type_of_ours_gives_the_same_bits()
    {
        var expected = fixture.Model.Transform(fixture.Test).GetColumn<float[]>("Score").Select(row => string.Join(' ', row.Select(BitConverter.SingleToInt32Bits)));

        Assert.Equal(expected, RunFresh(fixture.Zip, fixture.TestFile));
    }

    [Fact]
    public void The_zip_holds_one_stage_and_no_single_scorer()
    {
        using var zip = ZipFile.OpenRead(fixture.Zip);
        var weights = zip.Entries.Where(entry => entry.Name == "Weights.gwsmm").ToArray();

        Assert.Single(weights);
        Assert.Single(zip.Entries, entry => entry.Name == "Manifest.json");
        var main = Assert.Single(zip.Entries, entry => entry.FullName.Contains("Transform_000", StringComparison.Ordinal) && entry.Name == "Model.key");
        Assert.True(main.Length < 1024, $"The main stream has {main.Length} bytes.");
    }

    [Fact]
    public void Weights_are_stored_not_deflated()
    {
        using var zip = ZipFile.OpenRead(fixture.Zip);
        var weights = zip.Entries.Single(entry => entry.Name == "Weights.gwsmm");

        Assert.Equal(weights.Length, weights.CompressedLength);
    }

    [Fact]
    public void The_report_survives()
    {
        var loaded = (IEnumerable<ITransformer>)new MLContext().Model.Load(fixture.Zip, out _);
        var report = Assert.IsType<MultiHeadTransformer>(loaded.Last()).Report;
        var original = fixture.Model.LastTransformer.Report;

        Assert.Equal(original.Groups, report.Groups);
        Assert.Equal(original.Distances!.Values, report.Distances!.Values);
        Assert.Equal(original.Distances.Names, report.Distances.Names);
        Assert.Equal(original.Items, report.Items);
        Assert.Equal((original.BytesBefore, original.BytesAfter, original.Seed), (report.BytesBefore, report.BytesAfter, report.Seed));
    }

    [Fact]
    public void A_single_scorer_survives_too()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(1);
        var model = ml.GwSmm().TextScorer("Q2", Toy.Base, Toy.Quick).Fit(fixture.Train);
        ml.Model.Save(model, fixture.Train.Schema, folder.File("single.zip"));

        var loaded = new MLContext().Model.Load(folder.File("single.zip"), out _);

        string[] columns = ["Q2.Features", "Q2.Score", "Q2.PredictedLabel"];
        Assert.Equal(Cursors.Read(model.Transform(fixture.Test), columns), Cursors.Read(loaded.Transform(fixture.Test), columns));
        var scorer = Assert.IsType<TextScorerTransformer>(loaded);
        Assert.Equal((model.Item, model.Model.BaseHash, model.Model.Training), (scorer.Item, scorer.Model.BaseHash, scorer.Model.Training));
    }

    [Fact]
    public void A_newer_or_damaged_manifest_is_refused()
    {
        var newer = StageFiles.ToJson(new TextScorerManifest { FormatVersion = 2 });
        var error = Assert.Throws<GwSmmException>(() => StageFiles.Parse<TextScorerManifest>(newer, "Transform_000"));
        Assert.Contains("'Transform_000/Manifest.json' has format version 2; this build reads up to 1", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<GwSmmException>(() => StageFiles.Parse<TextScorerManifest>("{ \"item\": ", "Transform_000"));
        Assert.Contains("'Transform_000/Manifest.json' is not valid", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Manifest.json")]
    [InlineData("Weights.gwsmm")]
    public void A_zip_without_one_of_its_parts_names_it(string part)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("broken.zip");
        File.Copy(fixture.Zip, path);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            zip.Entries.Single(entry => entry.Name == part).Delete();
        }

        var error = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(path, out _));

        Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(GwSmmException), error.ToString(), StringComparison.Ordinal);
    }

    private static string[] RunFresh(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "GwSmm.MLNet.FreshProcess.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
