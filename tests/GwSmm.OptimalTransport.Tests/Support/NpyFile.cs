using System.Buffers.Binary;
using System.Text;

namespace GwSmm.OptimalTransport.Tests;

/// <summary>Reads NumPy's file format, version 1, row-major doubles only.</summary>
internal static class NpyFile
{
    public static double[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var header = Encoding.ASCII.GetString(bytes, 10, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)));
        Assert.Contains("'descr': '<f8', 'fortran_order': False", header, StringComparison.Ordinal);
        var data = bytes.AsSpan(10 + header.Length);
        var values = new double[data.Length / sizeof(double)];
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = BinaryPrimitives.ReadDoubleLittleEndian(data[(k * sizeof(double))..]);
        }

        return values;
    }
}
