namespace GwSmm.Cli;

/// <summary>A matrix as a file of any format holds it.</summary>
/// <param name="Values">The values [rows, columns], row-major; finite.</param>
/// <param name="Rows">The number of rows, at least 1.</param>
/// <param name="Columns">The number of columns, at least 1.</param>
internal sealed record FeatureMatrix(double[] Values, int Rows, int Columns);
