using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Fits a linear head to frozen features by penalised logistic regression: softmax for exclusive classes, one binary regression per
/// label otherwise. Minimised is, on standardised features, mean negative log-likelihood + penalty / 2 * sum of squared weights; intercepts
/// are not penalised. The penalty with the smallest log loss in stratified cross-validation is taken, the larger one among equals. Thread-safe.
/// </summary>
/// <remarks>
/// A class without any response gets weight 0 and bias -10000, so it is never predicted; a label that is always or never set gets
/// weight 0 and the bias of its smoothed log odds, log((k + 1/2) / (n - k + 1/2)). Features that do not vary get weight 0.
/// </remarks>
public sealed class HeadRefit
{
    private const float NeverSeenBias = -10_000;
    private readonly HeadRefitOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public HeadRefit(HeadRefitOptions? options = null)
    {
        _options = options ?? new HeadRefitOptions();
        Require(_options.Penalty is null or > 0 && !double.IsInfinity(_options.Penalty ?? 1), nameof(_options.Penalty), _options.Penalty, "more than 0");
        Require(_options.MinPenalty > 0, nameof(_options.MinPenalty), _options.MinPenalty, "more than 0");
        Require(_options.MaxPenalty >= _options.MinPenalty && double.IsFinite(_options.MaxPenalty), nameof(_options.MaxPenalty), _options.MaxPenalty, $"at least {_options.MinPenalty}");
        Require(_options.PenaltyCount >= 1, nameof(_options.PenaltyCount), _options.PenaltyCount, "at least 1");
        Require(_options.Folds >= 2, nameof(_options.Folds), _options.Folds, "at least 2");
        Require(_options.Tolerance > 0, nameof(_options.Tolerance), _options.Tolerance, "more than 0");
        Require(_options.MaxIterations >= 1, nameof(_options.MaxIterations), _options.MaxIterations, "at least 1");
        Require(_options.Decision.MinimumCount >= 1, "Decision.MinimumCount", _options.Decision.MinimumCount, "at least 1");
        Require(_options.Threads >= 1, nameof(_options.Threads), _options.Threads, "at least 1");
    }

    /// <summary>Fits a head.</summary>
    /// <param name="features">The features of the responses [n, d], row-major, finite.</param>
    /// <param name="responses">The responses [n] with their scores.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The head, for features as given (not standardised).</returns>
    /// <exception cref="GwSmmException">A feature is not finite, or all responses have the same class.</exception>
    /// <exception cref="ArgumentException">The features are not n rows.</exception>
    public ScoringHead Fit(float[] features, ResponseSet responses, CancellationToken cancellationToken = default) =>
        FitWithReport(features, responses, cancellationToken).Head;

    /// <summary>Fits a head and tells how.</summary>
    /// <param name="features">The features of the responses [n, d], row-major, finite.</param>
    /// <param name="responses">The responses [n] with their scores.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The head with penalties and cross-validated log loss.</returns>
    /// <exception cref="GwSmmException">A feature is not finite, or all responses have the same class.</exception>
    /// <exception cref="ArgumentException">The features are not n rows.</exception>
    public HeadRefitResult FitWithReport(float[] features, ResponseSet responses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(responses);
        FeatureCheck.Require(features, responses);
        var design = PrincipalDesign.Create(features, responses.Count);
        return responses.Kind == HeadKind.MultiClass
            ? FitClasses(design, responses, cancellationToken)
            : FitLabels(design, responses, cancellationToken);
    }

    private static void Require(bool fine, string name, object? found, string expected)
    {
        if (!fine)
        {
            throw new GwSmmException($"The head refit option {name} is {found}; expected {expected}.");
        }
    }

    private HeadRefitResult FitClasses(PrincipalDesign design, ResponseSet responses, CancellationToken cancellationToken)
    {
        var present = Enumerable.Range(0, responses.Labels.Count).Where(c => Array.IndexOf(responses.Classes, c) >= 0).ToArray();
        if (present.Length < 2)
        {
            throw new GwSmmException(
                $"Item '{responses.Item}': all {responses.Count} training responses have the class '{responses.Labels[present[0]]}'; a head needs at least two classes. Add responses of another class or leave the item out.");
        }

        int[] targets = [.. responses.Classes.Select(c => Array.IndexOf(present, c))];
        var fit = PenaltySearch.Fit(design, targets, present.Length, responses.Item, _options, cancellationToken);
        var (weight, bias) = design.ToOriginalScale(fit.Parameters, present.Length);
        var (decision, cutPoints) = _options.Decision.ForClasses
            ? HeadDecider.Classes(
                PenaltySearch.HeldOutLogits(design, targets, present.Length, responses.Item, fit.Penalty, _options, cancellationToken),
                targets, [.. present.Select(c => responses.Labels[c])], weight, bias, _options.Decision)
            : (null, null);
        var fullWeight = new float[responses.Labels.Count * design.FeatureCount];
        var fullBias = new float[responses.Labels.Count];
        Array.Fill(fullBias, NeverSeenBias);
        for (var p = 0; p < present.Length; p++)
        {
            Array.Copy(weight, p * design.FeatureCount, fullWeight, present[p] * design.FeatureCount, design.FeatureCount);
            fullBias[present[p]] = bias[p];
        }

        bool[] known = [.. Enumerable.Range(0, responses.Labels.Count).Select(c => present.Contains(c))];
        var head = new ScoringHead(HeadKind.MultiClass, responses.Labels, fullWeight, fullBias, null, cutPoints is null ? null : CutPointSearch.Expand(cutPoints, known));
        return new HeadRefitResult(head, [fit.Penalty], fit.LogLoss, fit.Iterations, fit.Converged) { Decision = decision };
    }

    private HeadRefitResult FitLabels(PrincipalDesign design, ResponseSet responses, CancellationToken cancellationToken)
    {
        var labels = responses.Labels.Count;
        var weight = new float[labels * design.FeatureCount];
        var bias = new float[labels];
        var penalties = new double[labels];
        var (loss, fitted, iterations, converged) = (0.0, 0, 0, true);
        var heldOut = new double[labels][];
        for (var l = 0; l < labels; l++)
        {
            int[] targets = [.. Enumerable.Range(0, responses.Count).Select(i => responses.Flags[(i * labels) + l] ? 1 : 0)];
            var set = targets.Sum();
            if (set == 0 || set == targets.Length)
            {
                bias[l] = (float)Math.Log((set + 0.5) / (targets.Length - set + 0.5));
                continue;
            }

            var fit = PenaltySearch.Fit(design, targets, 1, $"{responses.Item}/{responses.Labels[l]}", _options, cancellationToken);
            var (w, b) = design.ToOriginalScale(fit.Parameters, 1);
            w.CopyTo(weight, l * design.FeatureCount);
            bias[l] = b[0];
            penalties[l] = fit.Penalty;
            heldOut[l] = _options.Decision.ForLabels
                ? PenaltySearch.HeldOutLogits(design, targets, 1, $"{responses.Item}/{responses.Labels[l]}", fit.Penalty, _options, cancellationToken)
                : [];
            loss += fit.LogLoss;
            fitted++;
            iterations += fit.Iterations;
            converged &= fit.Converged;
        }

        var (decision, thresholds) = _options.Decision.ForLabels && fitted > 0 ? HeadDecider.Labels(heldOut, responses, weight, bias, _options.Decision) : (null, null);
        return new HeadRefitResult(new ScoringHead(HeadKind.MultiLabel, responses.Labels, weight, bias, thresholds), penalties, loss / fitted, iterations, converged) { Decision = decision };
    }
}
