namespace GwSmm.Evaluation;

/// <summary>Responses to one item by whether a method and the baseline score them exactly right; of several labels all must be right.</summary>
/// <param name="BothRight">Both do.</param>
/// <param name="OnlyMethod">Only the method does.</param>
/// <param name="OnlyBaseline">Only the baseline does.</param>
/// <param name="BothWrong">Neither does.</param>
public sealed record ResponseAgreement(int BothRight, int OnlyMethod, int OnlyBaseline, int BothWrong)
{
    /// <summary>Counts.</summary>
    /// <param name="method">Whether the method scores each response right [n].</param>
    /// <param name="baseline">Whether the baseline does [n].</param>
    /// <returns>The counts; together n.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ResponseAgreement Of(ReadOnlySpan<bool> method, ReadOnlySpan<bool> baseline)
    {
        if (method.Length != baseline.Length)
        {
            throw new ArgumentException($"There are {method.Length} outcomes of the method and {baseline.Length} of the baseline; expected as many of each.", nameof(baseline));
        }

        var (both, onlyMethod, onlyBaseline) = (0, 0, 0);
        for (var i = 0; i < method.Length; i++)
        {
            both += method[i] && baseline[i] ? 1 : 0;
            onlyMethod += method[i] && !baseline[i] ? 1 : 0;
            onlyBaseline += !method[i] && baseline[i] ? 1 : 0;
        }

        return new ResponseAgreement(both, onlyMethod, onlyBaseline, method.Length - both - onlyMethod - onlyBaseline);
    }
}
