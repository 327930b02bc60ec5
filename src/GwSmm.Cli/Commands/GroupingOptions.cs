using System.CommandLine;
using GwSmm.Merging;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>The options that say how items are grouped: <c>--linkage average --clusters K</c>, <c>--max-group N</c> or <c>--threshold D</c>.</summary>
internal sealed class GroupingOptions
{
    private readonly Option<string?> _linkage = new("--linkage") { Description = "How clusters are compared: average (the only one). Needs --clusters." };
    private readonly Option<int?> _clusters = new("--clusters") { Description = "Number of groups of average linkage." };
    private readonly Option<int?> _maxGroup = new("--max-group") { Description = "Nearest disjoint groups of at most that many items: 2 for pairs, 3 for trios." };
    private readonly Option<double?> _threshold = new("--threshold") { Description = "Average linkage up to that distance." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _linkage.AcceptOnlyFromAmong("average");
        command.Add(_linkage);
        command.Add(_clusters);
        command.Add(_maxGroup);
        command.Add(_threshold);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="GwSmmException">Rules contradict each other or are incomplete.</exception>
    public GroupingRule Read(ParseResult parsed)
    {
        var rule = new GroupingRule(parsed.GetValue(_clusters), parsed.GetValue(_maxGroup), parsed.GetValue(_threshold));
        var given = (rule.Clusters is null ? 0 : 1) + (rule.MaxGroup is null ? 0 : 1) + (rule.Threshold is null ? 0 : 1);
        if (given > 1 || (parsed.GetValue(_linkage) is not null && rule.MaxGroup is not null))
        {
            throw new GwSmmException("--clusters, --max-group and --threshold are different rules; give one of them.");
        }

        if (parsed.GetValue(_linkage) is not null && given == 0)
        {
            throw new GwSmmException("--linkage average needs --clusters K, the number of groups.");
        }

        return rule;
    }
}
