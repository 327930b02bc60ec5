using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class HeadDecisionTests
{
    private static readonly (float[] Features, ResponseSet Responses) Case = HeadCases.Random(160, 6, 4, 3, noise: 2);

    [Fact]
    public void Nothing_is_decided_unless_asked_for()
    {
        var result = Refit(new HeadDecisionOptions());
        Assert.Null(result.Decision);
        Assert.Empty(result.Head.CutPoints);
    }

    [Fact]
    public void A_temperature_scales_the_head_and_lowers_the_log_loss()
    {
        var (plain, calibrated) = (Refit(new HeadDecisionOptions()), Refit(new HeadDecisionOptions { Calibrate = true }));
        var decision = calibrated.Decision!;
        Assert.True(decision.Temperature > 0 && decision.LogLossAfter <= decision.LogLossBefore, decision.ToString());
        Assert.All(plain.Head.Weight.Zip(calibrated.Head.Weight), pair => Assert.Equal(pair.First / decision.Temperature, pair.Second, 1e-5));
        Assert.All(plain.Head.Bias.Zip(calibrated.Head.Bias), pair => Assert.Equal(pair.First / decision.Temperature, pair.Second, 1e-5));

        // The folds and fits are those that chose the penalty.
        Assert.Equal(plain.LogLoss, decision.LogLossBefore, 1e-4);
    }

    [Fact]
    public void Cut_points_raise_kappa_on_held_out_predictions()
    {
        var result = Refit(new HeadDecisionOptions { CutPoints = true });
        Assert.Equal(3, result.Head.CutPoints.Count);
        Assert.True(result.Decision!.AgreementAfter >= result.Decision.AgreementBefore, result.Decision.ToString());
    }

    [Fact]
    public void Few_responses_keep_the_most_probable_class()
    {
        var result = Refit(new HeadDecisionOptions { CutPoints = true, MinimumCount = 41 });
        Assert.Empty(result.Head.CutPoints);
        Assert.Equal(result.Decision!.AgreementBefore, result.Decision.AgreementAfter);
    }

    [Fact]
    public void Labels_that_are_no_numbers_have_no_cut_points()
    {
        var responses = ResponseSet.MultiClass("Q", Case.Responses.Texts, [.. Case.Responses.Classes.Select(c => "class " + HeadCases.Name(c))]);
        var result = new HeadRefit(new HeadRefitOptions { Decision = new HeadDecisionOptions { CutPoints = true } }).FitWithReport(Case.Features, responses);
        Assert.Empty(result.Head.CutPoints);
        Assert.Null(result.Decision!.AgreementBefore);
    }

    [Fact]
    public void Thresholds_raise_F1_and_labels_that_never_vary_keep_a_half()
    {
        bool[] flags = [.. Case.Responses.Classes.SelectMany(c => new[] { c == 0, c >= 2, false })];
        var responses = ResponseSet.MultiLabel("Q", Case.Responses.Texts, ["x", "y", "never"], flags);
        var options = new HeadRefitOptions { Decision = new HeadDecisionOptions { Thresholds = true, Calibrate = true } };
        var result = new HeadRefit(options).FitWithReport(Case.Features, responses);
        var plain = new HeadRefit().Fit(Case.Features, responses);
        var decision = result.Decision!;
        Assert.True(decision.AgreementAfter >= decision.AgreementBefore && decision.LogLossAfter <= decision.LogLossBefore, decision.ToString());
        Assert.Equal(0.5f, result.Head.Thresholds[2]);
        Assert.Contains(result.Head.Thresholds, threshold => threshold != 0.5f);
        Assert.Equal(plain.Bias[2], result.Head.Bias[2]);
        Assert.Equal(plain.Bias[0] / decision.Temperature, result.Head.Bias[0], 1e-5);
    }

    [Fact]
    public void Threads_do_not_change_a_decision()
    {
        HeadRefitResult Run(int threads) => new HeadRefit(new HeadRefitOptions { Threads = threads, Decision = new HeadDecisionOptions { Calibrate = true, CutPoints = true } })
            .FitWithReport(Case.Features, Case.Responses);
        var (one, four) = (Run(1), Run(4));
        Assert.Equal(one.Decision, four.Decision);
        Assert.Equal(one.Head.Weight, four.Head.Weight);
        Assert.Equal(one.Head.CutPoints, four.Head.CutPoints);
    }

    [Fact]
    public void Aligned_heads_keep_their_thresholds_and_cut_points()
    {
        var classes = HeadLabels.Align(new ScoringHead(HeadKind.MultiClass, ["0", "2"], [1, 2], [0, 0], null, [0.9f]), ["0", "1", "2"]);
        Assert.Equal([0.9f, 0.9f], classes.CutPoints);
        var labels = HeadLabels.Align(new ScoringHead(HeadKind.MultiLabel, ["y"], [1], [0], [0.3f]), ["x", "y"]);
        Assert.Equal([0.5f, 0.3f], labels.Thresholds);
    }

    [Fact]
    public void HeadDecision_Defaults()
    {
        var options = new HeadDecisionOptions();
        Assert.Equal((false, false, false, 10), (options.Calibrate, options.Thresholds, options.CutPoints, options.MinimumCount));
        Assert.Equal(options, new HeadRefitOptions().Decision);
        var wrong = new HeadRefitOptions { Decision = options with { MinimumCount = 0 } };
        Assert.Contains("Decision.MinimumCount is 0", Assert.Throws<GwSmmException>(() => new HeadRefit(wrong)).Message, StringComparison.Ordinal);
    }

    private static HeadRefitResult Refit(HeadDecisionOptions decision) => new HeadRefit(new HeadRefitOptions { Decision = decision }).FitWithReport(Case.Features, Case.Responses);
}
