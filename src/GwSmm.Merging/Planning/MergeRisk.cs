using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>
/// A cheap score that ranks plans by how much a merge may lose, before anything is merged: the weighted mean of what is known of displacement
/// of weights, 1 - CKA and scaled Gromov-Wasserstein value, averaged over pairs of a group and over items; an item alone has 0. Immutable; thread-safe.
/// </summary>
/// <remarks>It ranks; it is no estimate of lost accuracy, and its weights were not fitted to anything. Check it on merges of your own items.</remarks>
public sealed class MergeRisk
{
    private readonly MergeRiskOptions _options;
    private readonly DistanceMatrix? _gromovWasserstein;
    private readonly DistanceMatrix? _cka;
    private readonly TaskVectorGeometry? _taskVectors;
    private readonly double _largest;

    /// <summary>Creates a score from what is known; at least one must be.</summary>
    /// <param name="gromovWasserstein">Gromov-Wasserstein values; null where unknown.</param>
    /// <param name="cka">1 - CKA, see <see cref="LinearCka.Distances"/>; null where unknown.</param>
    /// <param name="taskVectors">Task vectors; null where the base is unknown.</param>
    /// <param name="options">The weights; null for the defaults.</param>
    /// <exception cref="GwSmmException">Nothing is known that has a weight, or a weight is negative or not finite.</exception>
    public MergeRisk(DistanceMatrix? gromovWasserstein, DistanceMatrix? cka = null, TaskVectorGeometry? taskVectors = null, MergeRiskOptions? options = null)
    {
        _options = options ?? new MergeRiskOptions();
        Require(nameof(_options.Displacement), _options.Displacement);
        Require(nameof(_options.Cka), _options.Cka);
        Require(nameof(_options.GromovWasserstein), _options.GromovWasserstein);
        _gromovWasserstein = gromovWasserstein;
        _cka = cka;
        _taskVectors = taskVectors;
        _largest = gromovWasserstein?.Values.Max() ?? 0;
        if (TotalWeight == 0)
        {
            throw new GwSmmException("The merge risk has nothing to go by: give Gromov-Wasserstein values, alignments or task vectors that have a weight above 0.");
        }
    }

    private double TotalWeight =>
        (_gromovWasserstein is null ? 0 : _options.GromovWasserstein) + (_cka is null ? 0 : _options.Cka) + (_taskVectors is null ? 0 : _options.Displacement);

    /// <summary>The score of a group.</summary>
    /// <param name="group">Its items, at least one.</param>
    /// <returns>At least 0; 0 for an item alone.</returns>
    /// <exception cref="GwSmmException">An item is unknown.</exception>
    public double OfGroup(IReadOnlyList<string> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Count < 2)
        {
            return 0;
        }

        var sum = _taskVectors is null ? 0 : _options.Displacement * _taskVectors.Displacement(group);
        sum += _cka is null ? 0 : _options.Cka * PairMean(_cka, group);
        sum += _gromovWasserstein is null || _largest == 0 ? 0 : _options.GromovWasserstein * PairMean(_gromovWasserstein, group) / _largest;
        return sum / TotalWeight;
    }

    /// <summary>The score of a plan: the mean over its items; an objective for <see cref="ExhaustivePlans.Rank"/>.</summary>
    /// <param name="groups">The groups.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="GwSmmException">An item is unknown.</exception>
    public double OfPlan(IReadOnlyList<IReadOnlyList<string>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return groups.Sum(group => group.Count * OfGroup(group)) / groups.Sum(group => group.Count);
    }

    private static double PairMean(DistanceMatrix distances, IReadOnlyList<string> group)
    {
        var sum = 0.0;
        for (var i = 0; i < group.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += distances[group[i], group[j]];
            }
        }

        return 2 * sum / (group.Count * (group.Count - 1));
    }

    private static void Require(string name, double weight)
    {
        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw new GwSmmException($"The merge risk option {name} is {weight}; expected a finite number of at least 0.");
        }
    }
}
