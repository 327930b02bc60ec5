namespace GwSmm.Encoders;

/// <summary>
/// Writes the directory of an encoder that <see cref="BaseEncoder.Load"/> and <c>transformers</c> read, with tensors in parts: in any order and
/// from any thread. The same content gives the same bytes as <see cref="BaseEncoder.Save"/>.
/// </summary>
public sealed class EncoderCheckpointWriter : IDisposable
{
    private const string FileName = "model.safetensors";
    private readonly string _directory;
    private readonly EncoderConfig _config;
    private readonly Vocabulary _vocabulary;
    private readonly bool _lowerCase;
    private readonly ArchitectureNaming _naming;
    private readonly int _skipped;
    private readonly SafetensorsFileWriter _file;

    /// <summary>Starts a directory.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="lowerCase">Whether texts are lower-cased.</param>
    /// <param name="isPretrained">Whether the weights were learned.</param>
    /// <exception cref="GwSmmException">The file of the weights cannot be written.</exception>
    public EncoderCheckpointWriter(string directory, EncoderConfig config, Vocabulary vocabulary, bool lowerCase, bool isPretrained = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vocabulary);
        _directory = directory;
        _config = config;
        _vocabulary = vocabulary;
        _lowerCase = lowerCase;
        _naming = ArchitectureNaming.For(config.Family);
        _naming.Check(config);
        _skipped = HuggingFaceWriter.UnusedPositions(_naming, vocabulary);
        _file = new SafetensorsFileWriter(Path.Combine(directory, FileName), Entries(_naming, config, _skipped), HuggingFaceWriter.Metadata(isPretrained));
    }

    /// <summary>Bytes that the weights of an architecture take on disk.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <returns>Bytes of <c>model.safetensors</c>.</returns>
    public static long WeightBytes(EncoderConfig config, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var naming = ArchitectureNaming.For(config.Family);
        var entries = Entries(naming, config, HuggingFaceWriter.UnusedPositions(naming, vocabulary)).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToArray();
        return SafetensorsHeader.PrefixLength + SafetensorsWriter.Header(entries, HuggingFaceWriter.Metadata()).Length
            + entries.Sum(entry => entry.Shape.Aggregate((long)sizeof(float), (product, size) => product * size));
    }

    /// <summary>Writes a part of a tensor.</summary>
    /// <param name="name">Its name in <see cref="EncoderLayout"/>.</param>
    /// <param name="start">The first value, counted row by row.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="GwSmmException">They cannot be written.</exception>
    public void Write(string name, long start, ReadOnlySpan<float> values) =>
        _file.Write(_naming.Theirs(name, withHead: false), start + (IsPositions(name) ? (long)_skipped * _config.EmbeddingWidth : 0), values);

    /// <summary>Completes the weights and writes the other files of the directory.</summary>
    /// <exception cref="GwSmmException">A file cannot be written.</exception>
    public void Complete()
    {
        // As in HuggingFaceWriter: weights that cannot be replaced leave the rest as it was.
        _file.Complete();
        HuggingFaceWriter.WriteDescription(_directory, _config, _vocabulary, _lowerCase);
    }

    /// <summary>Removes weights that are not complete.</summary>
    public void Dispose() => _file.Dispose();

    private static bool IsPositions(string name) => string.Equals(name, HuggingFaceDirectory.Positions, StringComparison.Ordinal);

    private static IEnumerable<(string Name, IReadOnlyList<int> Shape)> Entries(ArchitectureNaming naming, EncoderConfig config, int skipped) => EncoderLayout.Tensors(config)
        .Select(entry => (naming.Theirs(entry.Name, withHead: false), (IReadOnlyList<int>)(IsPositions(entry.Name) ? [entry.Shape[0] + skipped, entry.Shape[1]] : entry.Shape)));
}
