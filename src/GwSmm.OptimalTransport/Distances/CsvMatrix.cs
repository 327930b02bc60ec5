namespace GwSmm.OptimalTransport;

/// <summary>A dense matrix as a comma-separated file without header holds it.</summary>
/// <param name="Values">The values [rows, columns], row-major.</param>
/// <param name="Rows">The number of rows, at least 1.</param>
/// <param name="Columns">The number of columns, at least 1.</param>
public sealed record CsvMatrix(double[] Values, int Rows, int Columns);
