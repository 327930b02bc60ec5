namespace GwSmm.OptimalTransport;

/// <summary>What is searched for among many spaces.</summary>
public enum NearestGoal
{
    /// <summary>Groups that share no space: the nearest pair, then the nearest pair of what is left, and so on.</summary>
    DisjointGroups = 0,

    /// <summary>The nearest pairs, whether or not they share a space.</summary>
    Pairs = 1,
}
