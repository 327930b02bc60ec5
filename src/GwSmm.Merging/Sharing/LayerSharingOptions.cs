namespace GwSmm.Merging;

/// <summary>Which layers of a shared encoder items keep for themselves.</summary>
public sealed record LayerSharingOptions
{
    /// <summary>Most bytes for the deltas of all items together, at least 0. Default none: <see cref="long.MaxValue"/>.</summary>
    public long BudgetBytes { get; init; } = long.MaxValue;

    /// <summary>How layers are compared. Default <see cref="LayerDistance.GromovWasserstein"/>.</summary>
    public LayerDistance Distance { get; init; }

    /// <summary>Layers that are no farther apart than this are shared whatever the budget; finite and at least 0. Default 0.</summary>
    public double SharedUpTo { get; init; }

    /// <summary>How layers that items keep are stored. Default dense.</summary>
    public DeltaOptions Delta { get; init; } = new() { Kind = DeltaKind.Dense };

    /// <summary>Most texts of an item that are compared, the first ones, at least 2. Default 200.</summary>
    public int MaxTexts { get; init; } = 200;

    /// <summary>Threads to use; 0, the default, takes all processors. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(BudgetBytes >= 0, nameof(BudgetBytes), $"{BudgetBytes}", "at least 0");
        Demand(Enum.IsDefined(Distance), nameof(Distance), $"{Distance}", "a known distance");
        Demand(double.IsFinite(SharedUpTo) && SharedUpTo >= 0, nameof(SharedUpTo), FormattableString.Invariant($"{SharedUpTo}"), "a finite number of at least 0");
        Demand(MaxTexts >= 2, nameof(MaxTexts), $"{MaxTexts}", "at least 2");
        Demand(Threads >= 0, nameof(Threads), $"{Threads}", "at least 0");
        Delta.Validate();
    }

    private static void Demand(bool holds, string option, string found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option LayerSharingOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
