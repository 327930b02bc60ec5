namespace GwSmm.Merging;

/// <summary>Refuses parameters and inputs of merge methods, naming method and parameter.</summary>
internal static class MethodChecks
{
    /// <summary>Demands a finite number.</summary>
    /// <param name="method">The method as it is called in messages.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="GwSmmException">It is not finite.</exception>
    public static void Finite(string method, string name, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new GwSmmException($"The {method} {name} is {value}; expected a finite number, such as 1.");
        }
    }

    /// <summary>Demands a share of entries.</summary>
    /// <param name="method">The method as it is called in messages.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value.</param>
    /// <param name="example">A usual value.</param>
    /// <exception cref="GwSmmException">It is not in (0, 1].</exception>
    public static void Share(string method, string name, double value, double example)
    {
        if (!(value > 0 && value <= 1))
        {
            throw new GwSmmException($"The {method} {name} is {value}; expected more than 0 and at most 1, such as {example}.");
        }
    }

    /// <summary>Demands the base.</summary>
    /// <param name="method">The method as it is called in messages.</param>
    /// <param name="source">The encoders.</param>
    /// <exception cref="GwSmmException">It is not known.</exception>
    public static void NeedBase(string method, ITensorSource source)
    {
        if (!source.HasBase)
        {
            throw new GwSmmException($"{method} needs the base encoder that {string.Join(", ", source.Items.Select(item => $"'{item}'"))} grew from, but none was given. Give it, or merge by average.");
        }
    }
}
