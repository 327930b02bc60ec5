namespace GwSmm.Merging;

/// <summary>Refuses parameters of merge methods.</summary>
internal static class OptionCheck
{
    /// <summary>Checks a parameter.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="option">The parameter's name.</param>
    /// <param name="found">Its value.</param>
    /// <param name="holds">Whether it is fine.</param>
    /// <param name="expected">What is expected.</param>
    /// <exception cref="GwSmmException">It is not.</exception>
    public static void Require(string method, string option, double found, bool holds, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException(FormattableString.Invariant($"The option {option} of the merge method '{method}' is {found}; expected {expected}."));
        }
    }
}
