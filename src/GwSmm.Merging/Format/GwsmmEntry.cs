namespace GwSmm.Merging;

/// <summary>An entry of a <c>gwsmm</c> zip and what it must hold.</summary>
/// <param name="Entry">The name of the entry.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
internal sealed record GwsmmEntry(string Entry, string Sha256);
