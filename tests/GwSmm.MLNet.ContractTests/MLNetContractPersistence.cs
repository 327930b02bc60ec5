using System.Diagnostics;
using GwSmm.MLNet.ContractStage;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public sealed class MLNetContractPersistence : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gwsmm-contract-").FullName;

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ModelLoadsInAFreshProcessWithoutRegistration()
    {
        string path = Path.Combine(_folder, "model.zip");
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable([new Row { Text = "a" }]);
        ml.Model.Save(new TextLengthTransformer(0.5f, "note"), data.Schema, path);

        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "GwSmm.MLNet.ContractProbe.dll"));
        start.ArgumentList.Add(path);
        start.ArgumentList.Add("abc");
        start.ArgumentList.Add("");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal("", errors);
        Assert.Equal(["Text", "1.5 0"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
