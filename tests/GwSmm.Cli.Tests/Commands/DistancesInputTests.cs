using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli.Tests;

public sealed class DistancesInputTests : IDisposable
{
    private static readonly double[] A = [0, 0, 3, 4, 6, 0, 1, 1];
    private static readonly double[] B = [0, 1, 2, 2, 5, 0.5, 4, -1, 0.25, 2];
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_format_gives_the_same_distances()
    {
        var expected = Distances("csv", Csv("a.csv", A, 2), Csv("b.csv", B, 2));

        Assert.Equal(expected, Distances("npy", Npy("a.npy", A, 2), Npy("b.npy", B, 2)));
        Assert.Equal(expected, Distances("st", Safetensors("a.safetensors", ("x", A)), Safetensors("b.safetensors", ("features", B), ("other", A))));
        Assert.Equal(expected, Distances("named", Safetensors("c.safetensors", ("x", A), ("y", B)) + ":x", Csv("b.csv", B, 2)));
        Assert.Equal(expected, Distances("f64", Safetensors64("d.safetensors", A), Csv("b.csv", B, 2)));
    }

    [Fact]
    public void Doubles_of_safetensors_keep_their_bits()
    {
        double[] precise = [.. A.Select(value => value + 0.1)];

        Assert.Equal(precise, FeatureFile.Read(Safetensors64("a.safetensors", precise)).Values);
    }

    [Fact]
    public void Given_costs_are_the_distances_between_the_points()
    {
        double[] Costs(double[] points) => MetricMeasureSpace.FromFeatures(points, points.Length / 2, 2).Cost;

        var expected = Distances("features", Csv("a.csv", A, 2), Csv("b.csv", B, 2));
        var found = Distances("given", "--metric", "given", Csv("ca.csv", Costs(A), 4), Npy("cb.npy", Costs(B), 5));

        Assert.Equal(expected, found);
    }

    [Fact]
    public void Normalised_costs_do_not_depend_on_the_unit()
    {
        double[] scaled = [.. B.Select(value => value * 1024)];
        foreach (var by in new[] { "max", "mean", "median" })
        {
            var expected = Distances("n", "--normalize", by, Csv("a.csv", A, 2), Csv("b.csv", B, 2));
            Assert.Equal(expected, Distances("m", "--normalize", by, Csv("a.csv", A, 2), Csv("b.csv", scaled, 2)));
        }
    }

    [Fact]
    public void Refuses_files_that_hold_no_such_matrix()
    {
        var good = Csv("good.csv", A, 2);
        void Refuses(string file, params string[] words) => Command.Refuses(["distances", good, file, "--out", _directory.PathTo("d.csv")], words);

        Refuses(_directory.Write("a.npz", "PK"), "a.npz", "archive or a pickle");
        Refuses(_directory.Write("text.npy", "1,2\n"), "text.npy", "does not start as a .npy file");
        Refuses(_directory.PathTo("no.npy"), "no.npy");
        Refuses(_directory.PathTo("no.safetensors") + ":x", "no.safetensors");
        Refuses(Safetensors("two.safetensors", ("x", A), ("y", B)), "2 tensors", "two.safetensors:NAME", "'x', 'y'");
        Refuses(Safetensors("two.safetensors", ("x", A), ("y", B)) + ":z", "no tensor 'z'", "'x', 'y'");
        Refuses(Safetensors("nan.safetensors", ("x", [0, 1, double.NaN, 3])), "nan.safetensors", "row 2, column 1");
        SafetensorsWriter.Write(_directory.PathTo("line.safetensors"), [new Tensor("x", [8], new float[8])]);
        Refuses(_directory.PathTo("line.safetensors"), "[8]", "2 dimensions");
        Command.Refuses(["distances", good, good, "--metric", "given", "--out", _directory.PathTo("d.csv")], "good.csv", "4 rows and 2 columns", "square");
    }

    [Fact]
    public void Features_that_do_not_fit_are_refused_before_they_are_read()
    {
        // Reading it would be refused for the NaN.
        string[] files = [Safetensors("nan.safetensors", ("x", [0, 1, double.NaN, 3])), Npy("b.npy", B, 2), Csv("c.csv", A, 2)];

        SpaceFiles.RequireMemory(files, 112);
        var error = Assert.Throws<GwSmmException>(() => SpaceFiles.RequireMemory(files, 111));

        Assert.Contains("The features of 3 files take 0.00 GiB", error.Message, StringComparison.Ordinal);
        Assert.Equal((5, 2), FeatureFile.ReadShape(files[1]));
        Assert.Null(FeatureFile.ReadShape(files[2]));
    }

    private byte[] Distances(string name, params string[] args)
    {
        var output = _directory.PathTo(name + ".out");
        var result = Command.Run(["distances", .. args, "--out", output]);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        return File.ReadAllBytes(output);
    }

    private string Csv(string name, double[] values, int columns)
    {
        MatrixCsv.Write(_directory.PathTo(name), new CsvMatrix(values, values.Length / columns, columns));
        return _directory.PathTo(name);
    }

    private string Npy(string name, double[] values, int columns)
    {
        new NpyMatrix(values, values.Length / columns, columns).Write(_directory.PathTo(name));
        return _directory.PathTo(name);
    }

    private string Safetensors(string name, params (string Name, double[] Values)[] tensors)
    {
        SafetensorsWriter.Write(_directory.PathTo(name), tensors.Select(tensor => new Tensor(tensor.Name, [tensor.Values.Length / 2, 2], [.. tensor.Values.Select(value => (float)value)])));
        return _directory.PathTo(name);
    }

    private string Safetensors64(string name, double[] values)
    {
        var header = System.Text.Encoding.ASCII.GetBytes($$"""{"x":{"dtype":"F64","shape":[{{values.Length / 2}},2],"data_offsets":[0,{{values.Length * 8}}] } }""");
        File.WriteAllBytes(_directory.PathTo(name), [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. values.SelectMany(BitConverter.GetBytes)]);
        return _directory.PathTo(name);
    }
}
