namespace GwSmm.OptimalTransport;

/// <summary>What <see cref="NearestGroups"/> searches for, and how.</summary>
public sealed record NearestGroupsOptions
{
    /// <summary>What is searched for; disjoint groups by default.</summary>
    public NearestGoal Goal { get; init; } = NearestGoal.DisjointGroups;

    /// <summary>The largest number of groups, at least 1; as many as there are by default.</summary>
    public int Count { get; init; } = int.MaxValue;

    /// <summary>The largest group, at least 2; 2 by default, pairs. For disjoint groups only.</summary>
    public int MaxGroupSize { get; init; } = 2;

    /// <summary>How far a space is from a group that it may join; by default the largest value to a member.</summary>
    public GroupLinkage Linkage { get; init; } = GroupLinkage.Largest;

    /// <summary>The names of the spaces, for messages; null, the default, for 1, 2, 3, ...</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>What solves a pair; conditional gradient with its defaults by default. It must say that it gives couplings
    /// (<see cref="IGromovWassersteinSolver.GivesCouplings"/>), unless every pair is solved.</summary>
    public IGromovWassersteinSolver Solver { get; init; } = new GromovWassersteinSolver();

    /// <summary>The bounds that decide which pairs need no solving: the cheap ones for all pairs, the others for pairs whose turn comes.
    /// By default all but the exact second bound, which is never above the third.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.Cheap | LowerBounds.Third | LowerBounds.CentredThird;

    /// <summary>Whether every pair is solved instead; the groups are the same. False by default.</summary>
    public bool Exhaustive { get; init; }

    /// <summary>Threads to use, at least 1; the number of processors by default. The groups do not depend on it; the number of solves
    /// does, as each thread takes up a pair of its own.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>A file that receives each solved pair; if it exists, its pairs are not solved again. Null for none. It is the file of
    /// <see cref="PairwiseOptions.ResumeFile"/> without a share: either may go on from the other's, and one process uses it at a time.</summary>
    public string? ResumeFile { get; init; }

    /// <summary>The memory in bytes for spaces that are kept, at least 0; 1 GiB by default: 8 n^2 bytes for n points, and as much again for
    /// each matrix that the bounds keep with a space, three by default. Others are built again when needed. Spaces in
    /// use are kept in any case.</summary>
    public long CacheBytes { get; init; } = 1L << 30;
}
