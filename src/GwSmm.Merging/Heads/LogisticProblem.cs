using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Mean negative log-likelihood of logistic regression plus penalty / 2 times the squared weights, as a function of weights [c, r] followed
/// by intercepts [c]. Softmax for c of at least 2, the logistic function for c = 1 (targets 0 and 1). Not thread-safe: it owns its buffers.
/// </summary>
internal sealed class LogisticProblem
{
    private readonly double[] _scores;
    private readonly int[] _targets;
    private readonly int _axes;
    private readonly int _classes;
    private readonly double[] _logits;

    /// <summary>Creates a problem.</summary>
    /// <param name="scores">[n, axes].</param>
    /// <param name="targets">[n].</param>
    /// <param name="axes">r.</param>
    /// <param name="classes">c.</param>
    public LogisticProblem(double[] scores, int[] targets, int axes, int classes)
    {
        _scores = scores;
        _targets = targets;
        _axes = axes;
        _classes = classes;
        _logits = new double[targets.Length * classes];
    }

    /// <summary>The number of weights and intercepts.</summary>
    public int ParameterCount => _classes * (_axes + 1);

    /// <summary>The number of weights.</summary>
    public int WeightCount => _classes * _axes;

    /// <summary>The mean negative log-likelihood, without penalty.</summary>
    /// <param name="parameters">Weights, then intercepts.</param>
    /// <returns>In nats per response.</returns>
    public double LogLoss(ReadOnlySpan<double> parameters)
    {
        Logits(parameters);
        return LossAndResiduals();
    }

    /// <summary>The logits of all responses.</summary>
    /// <param name="parameters">Weights, then intercepts.</param>
    /// <returns>[n, c], a copy.</returns>
    public double[] LogitsOf(ReadOnlySpan<double> parameters)
    {
        Logits(parameters);
        return (double[])_logits.Clone();
    }

    /// <summary>The penalised loss and its gradient.</summary>
    /// <param name="parameters">Weights, then intercepts.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="gradient">Receives the gradient, in the same layout.</param>
    /// <returns>The penalised loss.</returns>
    public double Evaluate(ReadOnlySpan<double> parameters, double penalty, Span<double> gradient)
    {
        Logits(parameters);
        var loss = LossAndResiduals();
        var count = _targets.Length;
        gradient.Clear();
        if (_axes > 0)
        {
            Gemm.Multiply(true, false, _classes, _axes, count, 1.0 / count, _logits, _classes, _scores, _axes, 0.0, gradient[..WeightCount], _axes);
        }

        for (var i = 0; i < _logits.Length; i++)
        {
            gradient[WeightCount + (i % _classes)] += _logits[i] / count;
        }

        var squares = 0.0;
        for (var i = 0; i < WeightCount; i++)
        {
            squares += parameters[i] * parameters[i];
            gradient[i] += penalty * parameters[i];
        }

        return loss + (0.5 * penalty * squares);
    }

    private void Logits(ReadOnlySpan<double> parameters)
    {
        for (var i = 0; i < _logits.Length; i++)
        {
            _logits[i] = parameters[WeightCount + (i % _classes)];
        }

        if (_axes > 0)
        {
            Gemm.Multiply(false, true, _targets.Length, _classes, _axes, 1.0, _scores, _axes, parameters[..WeightCount], _axes, 1.0, _logits, _classes);
        }
    }

    // Replaces the logits by probability minus target.
    private double LossAndResiduals()
    {
        var loss = 0.0;
        for (var i = 0; i < _targets.Length; i++)
        {
            loss += _classes == 1 ? Binary(ref _logits[i], _targets[i]) : Softmax(_logits.AsSpan(i * _classes, _classes), _targets[i]);
        }

        return loss / _targets.Length;
    }

    private static double Binary(ref double logit, int target)
    {
        var small = Math.Exp(-Math.Abs(logit));
        var loss = double.LogP1(small) + Math.Max(0, target == 1 ? -logit : logit);
        logit = (logit >= 0 ? 1 / (1 + small) : small / (1 + small)) - target;
        return loss;
    }

    private static double Softmax(Span<double> logits, int target)
    {
        var largest = double.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var own = logits[target] - largest;
        var sum = 0.0;
        foreach (ref var logit in logits)
        {
            logit = Math.Exp(logit - largest);
            sum += logit;
        }

        foreach (ref var logit in logits)
        {
            logit /= sum;
        }

        logits[target] -= 1;
        return Math.Log(sum) - own;
    }
}
