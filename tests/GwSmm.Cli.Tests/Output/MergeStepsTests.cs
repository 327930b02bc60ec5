using GwSmm.Merging;
using Spectre.Console;

namespace GwSmm.Cli.Tests;

public class MergeStepsTests
{
    [Fact]
    public void A_merge_fills_the_bar_from_phase_to_phase()
    {
        var task = new ProgressTask(1, "merge", 1);
        var steps = MergeSteps.Of(new PhaseProgress(task));
        var values = Enum.GetValues<MergePhase>().SelectMany(phase => new[] { Value(phase, 1), Value(phase, 2) }).ToArray();

        Assert.Equal(values.Order(), values);
        Assert.Equal(1, values[^1], 12);
        Assert.Equal("half of it", task.Description);

        double Value(MergePhase phase, int done)
        {
            steps.Report(new MergeProgress(phase, done, 2, "half of it"));
            return task.Value;
        }
    }

    [Fact]
    public void One_merge_of_several_fills_its_share_and_is_named()
    {
        var task = new ProgressTask(1, "merge", 1);
        MergeSteps.Within(new PhaseProgress(task), 2, 4, "distill, gw 1").Report(new MergeProgress(MergePhase.Heads, 5, 5, "item [Q1]"));

        Assert.Equal(0.75, task.Value, 12);
        Assert.Equal(Markup.Escape("distill, gw 1: item [Q1]"), task.Description);
    }
}
