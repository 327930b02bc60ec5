using System.Runtime.InteropServices;

namespace GwSmm.Benchmarks.Onnx;

/// <summary>An ONNX model in the making; field numbers are those of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    /// <summary>ONNX Runtime's own operators, into which it fuses those of a transformer.</summary>
    public const string Contributed = "com.microsoft";

    private const int FloatType = 1;
    private const int SignedByteType = 3;
    private const int Int32Type = 6;
    private readonly ProtoWriter _graph = new();
    private int _names;

    /// <summary>An input.</summary>
    public string Input(string name, bool isFloat, params string[] dimensions)
    {
        _graph.Message(11, Value(name, isFloat ? FloatType : Int32Type, dimensions));
        return name;
    }

    /// <summary>An output of single precision.</summary>
    public void Output(string name, params string[] dimensions) => _graph.Message(12, Value(name, FloatType, dimensions));

    /// <summary>A constant of single precision.</summary>
    public string Constant(ReadOnlySpan<float> values, params int[] shape) => Constant(MemoryMarshal.AsBytes(values).ToArray(), FloatType, shape);

    /// <summary>A constant of signed bytes.</summary>
    public string Constant(ReadOnlySpan<sbyte> values, params int[] shape) => Constant(MemoryMarshal.AsBytes(values).ToArray(), SignedByteType, shape);

    /// <summary>A node; an empty input is one left out.</summary>
    /// <param name="type">Its operator.</param>
    /// <param name="domain">The operator's domain; empty for ONNX itself.</param>
    /// <param name="inputs">Names of its inputs.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="attributes">Numbers, whole (long) or of single precision.</param>
    public string[] Node(string type, string domain, string[] inputs, int outputs = 1, params (string Name, object Value)[] attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        string[] results = [.. Enumerable.Range(0, outputs).Select(_ => Name())];
        foreach (var output in results)
        {
            node.Text(2, output);
        }

        node.Text(3, Name()).Text(4, type);
        foreach (var (name, value) in attributes)
        {
            var attribute = new ProtoWriter().Text(1, name);
            node.Message(5, value is float single ? attribute.Single(2, single).Number(20, 1) : attribute.Number(3, (long)value).Number(20, 2));
        }

        _graph.Message(1, node.Text(7, domain));
        return results;
    }

    /// <summary>Writes the model.</summary>
    public void Save(string path)
    {
        _graph.Text(2, "encoder");
        var model = new ProtoWriter().Number(1, 8).Text(2, "GwSmm.Benchmarks").Message(7, _graph);
        model.Message(8, new ProtoWriter().Text(1, string.Empty).Number(2, 17)).Message(8, new ProtoWriter().Text(1, Contributed).Number(2, 1)).Save(path);
    }

    private static ProtoWriter Value(string name, int type, string[] dimensions)
    {
        var shape = new ProtoWriter();
        foreach (var dimension in dimensions)
        {
            shape.Message(1, new ProtoWriter().Text(2, dimension));
        }

        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, type).Message(2, shape)));
    }

    private string Constant(byte[] data, int type, int[] shape)
    {
        var tensor = new ProtoWriter();
        foreach (var size in shape)
        {
            tensor.Number(1, size);
        }

        var name = Name();
        _graph.Message(5, tensor.Number(2, type).Text(8, name).Bytes(9, data));
        return name;
    }

    private string Name() => $"n{_names++}";
}
