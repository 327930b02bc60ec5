namespace GwSmm.Encoders;

/// <summary>A row of a text file.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record TabularRow(int Line, string[] Fields);
