using System.Runtime.CompilerServices;

namespace GwSmm.OptimalTransport;

/// <summary>Checks the options of solvers.</summary>
internal static class OptionRange
{
    /// <summary>Refuses a number that is not above 0 and finite.</summary>
    /// <param name="value">The number.</param>
    /// <param name="name">The option.</param>
    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be above 0 and finite.");
        }
    }

    /// <summary>Refuses a number that is not at least 0.</summary>
    /// <param name="value">The number.</param>
    /// <param name="name">The option.</param>
    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be at least 0.");
        }
    }

    /// <summary>Refuses a whole number below 1.</summary>
    /// <param name="value">The number.</param>
    /// <param name="name">The option.</param>
    public static void AtLeastOne(int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
}
