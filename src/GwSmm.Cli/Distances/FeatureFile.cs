using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>Reads matrices from <c>.csv</c>, <c>.npy</c> and <c>.safetensors</c> files, by their names; other names are read as CSV.</summary>
internal static class FeatureFile
{
    private const string Safetensors = ".safetensors";

    /// <summary>Reads a file.</summary>
    /// <param name="file">A path, or <c>FILE.safetensors:TENSOR</c>.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="GwSmmException">The file cannot be read, or does not hold a matrix of finite numbers.</exception>
    public static FeatureMatrix Read(string file)
    {
        var path = PathOf(file);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".NPY":
                var array = NpyMatrix.Read(path);
                return new FeatureMatrix(array.Values, array.Rows, array.Columns);
            case ".SAFETENSORS":
                return SafetensorsMatrix.Read(path, TensorOf(file, path));
            case ".NPZ" or ".PT" or ".PTH" or ".PKL" or ".BIN":
                throw new GwSmmException($"'{file}' is an archive or a pickle, which is not read. Write each matrix as .npy (numpy.save), .csv or .safetensors.");
            default:
                var matrix = MatrixCsv.Read(path);
                return new FeatureMatrix(matrix.Values, matrix.Rows, matrix.Columns);
        }
    }

    /// <summary>Reads the shape of a file whose header has it.</summary>
    /// <param name="file">A path, or <c>FILE.safetensors:TENSOR</c>.</param>
    /// <returns>The numbers of rows and columns; null where only reading all of it would tell.</returns>
    /// <exception cref="GwSmmException">The file cannot be read, or holds no matrix.</exception>
    public static (int Rows, int Columns)? ReadShape(string file)
    {
        var path = PathOf(file);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".NPY" => NpyMatrix.ReadShape(path),
            ".SAFETENSORS" => SafetensorsMatrix.ReadShape(path, TensorOf(file, path)),
            _ => null,
        };
    }

    /// <summary>The path without the name of a tensor.</summary>
    /// <param name="file">A path, or <c>FILE.safetensors:TENSOR</c>.</param>
    /// <returns>The path.</returns>
    public static string PathOf(string file)
    {
        var at = file.IndexOf(Safetensors + ":", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? file : file[..(at + Safetensors.Length)];
    }

    private static string? TensorOf(string file, string path) => path.Length < file.Length ? file[(path.Length + 1)..] : null;
}
