namespace GwSmm.Encoders;

/// <summary>Low-rank adapters (Hu et al., 2021): a frozen matrix W becomes W + alpha / rank * B A, and only A and B are trained.</summary>
public sealed record LoraOptions
{
    /// <summary>Rows of A and columns of B, at least 1. Default 8.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Factor of the change, over the rank; finite and above 0. Default 16.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>The matrices changed in every layer. Default queries and values, as in the paper.</summary>
    public LoraTargets Targets { get; init; } = LoraTargets.Query | LoraTargets.Value;

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(Rank >= 1, nameof(Rank), $"{Rank}", "at least 1");
        Demand(Alpha > 0 && double.IsFinite(Alpha), nameof(Alpha), $"{Alpha}", "a finite number above 0");
        Demand(Targets != LoraTargets.None && (Targets & ~LoraTargets.All) == LoraTargets.None, nameof(Targets), $"{Targets}", "one or more of Query, Key, Value, AttentionOutput, Intermediate and Output");
    }

    private static void Demand(bool holds, string option, string found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option LoraOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
