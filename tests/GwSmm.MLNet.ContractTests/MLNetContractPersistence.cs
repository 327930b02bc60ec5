using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using GwSmm.MLNet.ContractStage;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public sealed class MLNetContractPersistence : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gwsmm-contract-").FullName;
    private readonly MLContext _ml = new(seed: 1);

    private string Zip => Path.Combine(_folder, "model.zip");

    private IDataView Texts => _ml.Data.LoadFromEnumerable([new TextRow { Text = "abc" }]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_loads_in_a_fresh_process_without_registration()
    {
        _ml.Model.Save(new TextLengthTransformer(0.5f, "note"), Texts.Schema, Zip);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "exec", Path.Combine(AppContext.BaseDirectory, "GwSmm.MLNet.ContractProbe.dll"), Zip, "abc", "" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal("", errors);
        Assert.Equal(["Text", "1.5 0"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Streams_stand_beside_the_main_stream_in_the_zip()
    {
        _ml.Model.Save(new TextLengthTransformer(0.5f, "note"), Texts.Schema, Zip);
        using ZipArchive archive = ZipFile.OpenRead(Zip);
        Assert.Equal(
            ["Schema", "TrainingInfo/Version.txt", "TransformerChain/Model.key", "TransformerChain/note.txt", "TransformerChain/weights.bin"],
            archive.Entries.Select(e => e.FullName.Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_chain_keeps_its_stages_in_folders_and_comes_back_as_a_chain()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new LabelRow { Label = "x" }, new LabelRow { Label = "y" }]);
        ITransformer chain = _ml.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Text", "Key")).Fit(data)
            .Append(new TextLengthTransformer(2, "note"));
        _ml.Model.Save(chain, data.Schema, Zip);
        using (ZipArchive archive = ZipFile.OpenRead(Zip))
            Assert.Contains("TransformerChain/Transform_002/weights.bin", archive.Entries.Select(e => e.FullName.Replace('\\', '/')));

        ITransformer loaded = new MLContext().Model.Load(Zip, out DataViewSchema schema);
        Assert.Equal(["Label: String", "Number: Single"], schema.Select(c => c.ToString()));
        var stage = Assert.IsType<TextLengthTransformer>(Assert.IsType<TransformerChain<ITransformer>>(loaded).LastTransformer);
        Assert.Equal(("note", 2f), (stage.Note, stage.Factor));
        IDataView scored = loaded.Transform(data);
        Assert.Equal([1u, 2u], scored.GetColumn<uint>("Key"));
        Assert.Equal([2f, 2f], scored.GetColumn<float>("Length"));
    }

    [Fact]
    public void The_input_schema_comes_back_with_types_and_key_values()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new LabelRow { Label = "x" }, new LabelRow { Label = "y" }]);
        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(data).Transform(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(new TransformerChain<ITransformer>(), keyed.Schema, stream);
        stream.Position = 0;
        _ml.Model.Load(stream, out DataViewSchema schema);
        Assert.Equal("Key<UInt32, 0-1>", schema["Key"].Type.ToString());
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Key"].GetKeyValues(ref names);
        Assert.Equal(["x", "y"], names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void A_model_without_schema_comes_back_without()
    {
        _ml.Model.Save(new TextLengthTransformer(1, ""), null, Zip);
        Assert.IsType<TextLengthTransformer>(_ml.Model.Load(Zip, out DataViewSchema schema));
        Assert.Null(schema);
    }

    [Fact]
    public void A_loader_that_does_not_read_the_main_stream_to_its_end_is_an_error()
    {
        _ml.Model.Save(new TextLengthTransformer(1, TextLengthTransformer.Unread), Texts.Schema, Zip);
        Assert.Throws<FormatException>(() => _ml.Model.Load(Zip, out _));
    }

    [Fact]
    public void An_error_of_a_loader_comes_wrapped()
    {
        _ml.Model.Save(new TextLengthTransformer(1, "note"), Texts.Schema, Zip);
        using (ZipArchive archive = ZipFile.Open(Zip, ZipArchiveMode.Update))
            archive.Entries.Single(e => e.Name == "note.txt").Delete();
        Exception error = Assert.ThrowsAny<Exception>(() => _ml.Model.Load(Zip, out _));
        Assert.IsType<TargetInvocationException>(error);
        Assert.Equal("note.txt is missing", Assert.IsType<FormatException>(error.InnerException).Message);
    }

    [Fact]
    public void A_truncated_zip_is_a_format_error()
    {
        _ml.Model.Save(new TextLengthTransformer(1, ""), Texts.Schema, Zip);
        byte[] bytes = File.ReadAllBytes(Zip);
        File.WriteAllBytes(Zip, bytes[..(bytes.Length / 2)]);
        Assert.Throws<FormatException>(() => _ml.Model.Load(Zip, out _));
    }

    [Fact]
    public void Any_assembly_is_asked_for_its_loaders_by_simple_name()
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(new TextLengthTransformer(3, "n"), Texts.Schema, stream);
        stream.Position = 0;
        var loaded = Assert.IsType<TextLengthTransformer>(new MLContext().Model.Load(stream, out _));
        Assert.Equal([9f], loaded.Transform(Texts).GetColumn<float>("Length"));
    }
}
