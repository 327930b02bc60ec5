using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>How an item's difference to a shared encoder is stored. Biases, norms and other vectors are always stored as they are.</summary>
public sealed record DeltaOptions
{
    /// <summary>How matrices are stored. Default <see cref="DeltaKind.Int4"/>.</summary>
    public DeltaKind Kind { get; init; } = DeltaKind.Int4;

    /// <summary>For <see cref="DeltaKind.LowRank"/>: the rank, at least 1; a matrix of fewer rows or columns keeps that many. Default 16.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>For <see cref="DeltaKind.Sign"/>: the share of every row that changes, those of largest magnitude, in (0, 1]. Default 1.</summary>
    public double Density { get; init; } = 1;

    /// <summary>Whether embeddings get a delta, of the rows that differ only; else those of the shared encoder serve. Default true.</summary>
    public bool Embeddings { get; init; } = true;

    /// <summary>Whether what is stored as it is takes half precision. Default false.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>Which tensors get a delta, by name; null, the default, all that differ.</summary>
    public Func<string, bool>? Tensors { get; init; }

    /// <summary>Threads to use; 0, the default, takes those of the merge that the delta is part of, else all processors. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The same as part of a merge.</summary>
    /// <param name="threads">The merge's threads.</param>
    internal DeltaOptions Within(int threads) => Threads == 0 ? this with { Threads = threads } : this;

    /// <summary>A few words for reports.</summary>
    internal string Describe() => Kind switch
    {
        DeltaKind.LowRank => $"rank {Rank}",
        DeltaKind.Int8 => "8 bits",
        DeltaKind.Int4 => "4 bits",
        DeltaKind.Int3 => "3 bits",
        DeltaKind.Int2 => "2 bits",
        DeltaKind.Sign => Density < 1 ? FormattableString.Invariant($"signs of {Density:P0}") : "signs",
        _ => "differences as they are",
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(Enum.IsDefined(Kind), nameof(Kind), $"{Kind}", "a known kind");
        Demand(Rank >= 1, nameof(Rank), $"{Rank}", "at least 1");
        Demand(Density > 0 && Density <= 1, nameof(Density), FormattableString.Invariant($"{Density}"), "more than 0 and at most 1");
        Demand(Threads >= 0, nameof(Threads), $"{Threads}", "at least 0");
    }

    private static void Demand(bool holds, string option, string found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option DeltaOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
