using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>Makes spaces of feature files or cost files.</summary>
internal static class SpaceFiles
{
    /// <summary>The default metric.</summary>
    public const string Euclidean = "euclidean";

    /// <summary>The metric of files that are matrices of costs.</summary>
    public const string Given = "given";

    /// <summary>The default normalisation.</summary>
    public const string NoNormalization = "none";

    private static readonly Dictionary<string, CostMetric> MetricsByName = new(StringComparer.Ordinal)
    {
        [Euclidean] = CostMetric.Euclidean,
        ["squared-euclidean"] = CostMetric.SquaredEuclidean,
        ["cosine"] = CostMetric.Cosine,
    };

    private static readonly Dictionary<string, CostNormalization> NormalizationsByName = new(StringComparer.Ordinal)
    {
        [NoNormalization] = CostNormalization.None,
        ["max"] = CostNormalization.Max,
        ["mean"] = CostNormalization.Mean,
        ["median"] = CostNormalization.Median,
    };

    /// <summary>The names of metrics.</summary>
    public static IEnumerable<string> Metrics => [.. MetricsByName.Keys, Given];

    /// <summary>The names of normalisations.</summary>
    public static IEnumerable<string> Normalizations => NormalizationsByName.Keys;

    /// <summary>The names of the spaces: the files without folders, since machines may see them in different ones, or with them where two would be the
    /// same.</summary>
    /// <param name="files">The files.</param>
    /// <returns>The names; null where one file is given twice.</returns>
    public static string[]? Names(string[] files)
    {
        string[] names = [.. files.Select(file => Path.GetFileName(file))];
        return AreDistinct(names) ? names : AreDistinct(files) ? files : null;
    }

    /// <summary>Demands at least two files.</summary>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="GwSmmException">There are fewer.</exception>
    public static void RequireTwo(DistancesRequest request)
    {
        if (request.Files.Length < 2)
        {
            throw new GwSmmException($"{request.Files.Length} feature files were given; distances need at least two.");
        }
    }

    private static bool AreDistinct(string[] names) => names.Distinct(StringComparer.Ordinal).Count() == names.Length;

    /// <summary>Reads all files.</summary>
    /// <param name="context">Cancellation.</param>
    /// <param name="request">The files, the metric and the normalisation.</param>
    /// <param name="reporter">Told of the phase.</param>
    /// <returns>The spaces and the shapes of the files.</returns>
    /// <exception cref="GwSmmException">A file cannot be read or is no such matrix.</exception>
    public static (ISpaceSource Space, SpaceFile File)[] ReadAll(CommandContext context, DistancesRequest request, Reporter reporter) =>
        reporter.Phase("reading", $"Reading {request.Files.Length} files", _ =>
        {
            // Costs are not kept.
            if (!string.Equals(request.Metric, Given, StringComparison.Ordinal))
            {
                RequireMemory(request.Files, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            }

            return request.Files.Select(file =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                return Read(file, request.Metric, request.Normalize);
            }).ToArray();
        });

    /// <summary>Demands that features fit into memory, as far as the headers of the files tell.</summary>
    /// <param name="files">The files as the command line names them.</param>
    /// <param name="available">Bytes that the process can have.</param>
    /// <exception cref="GwSmmException">They do not; a header cannot be read.</exception>
    public static void RequireMemory(IReadOnlyList<string> files, long available)
    {
        var bytes = files.Select(FeatureFile.ReadShape).Sum(shape => shape is var (rows, columns) ? (double)rows * columns * sizeof(double) : 0);
        if (bytes > available)
        {
            const double Gibibyte = 1L << 30;
            throw new GwSmmException(
                $"The features of {files.Count} files take {bytes / Gibibyte:0.00} GiB, more than the {available / Gibibyte:0.00} GiB that are available. Use fewer rows or features, or compare fewer files.");
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file as the command line names it.</param>
    /// <param name="metric">One of <see cref="Metrics"/>.</param>
    /// <param name="normalization">One of <see cref="Normalizations"/>.</param>
    /// <returns>The space and the shape of the file.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is no such matrix.</exception>
    public static (ISpaceSource Space, SpaceFile File) Read(string file, string metric, string normalization)
    {
        var matrix = FeatureFile.Read(file);
        var shape = new SpaceFile(file, matrix.Rows, matrix.Columns);
        if (!string.Equals(metric, Given, StringComparison.Ordinal))
        {
            return (new FeatureCloud(matrix.Values, matrix.Rows, matrix.Columns, MetricsByName[metric], NormalizationsByName[normalization]), shape);
        }

        return matrix.Rows == matrix.Columns
            ? (new CostFileSource(file, matrix.Rows, NormalizationsByName[normalization]), shape)
            : throw new GwSmmException($"'{file}' has {matrix.Rows} rows and {matrix.Columns} columns; --metric given expects a square matrix of costs. Give costs, or another metric for features.");
    }
}
