namespace GwSmm.OptimalTransport;

/// <summary>
/// Extrapolates the exponents of projected gradient once the plan settles. The exponent is linear in the plan, so a combination of exponents
/// is that of the combined plan. Far from the end nothing is done: there the step may be on its way past a saddle. Reusable; not thread-safe.
/// </summary>
internal sealed class EntropicAcceleration
{
    // How small a step must be beside the first plan, and how often in a row it must have become smaller.
    private const double Settled = 0.01;
    private const int Falls = 3;

    // A step that grew more than this was misled.
    private const double Growth = 2;

    private readonly AndersonMixing _mixing = new();
    private double _threshold;
    private double _change;
    private int _falls;
    private bool _active;

    /// <summary>Starts a run.</summary>
    /// <param name="length">Cells of the plan.</param>
    /// <param name="norm">The norm of the first plan.</param>
    public void Begin(int length, double norm)
    {
        (_threshold, _change, _falls, _active) = (Settled * norm, norm, 0, false);
        _mixing.Reset(length);
    }

    /// <summary>Takes note of the exponent that the next plan is made from.</summary>
    /// <param name="exponent">The exponent [n, m] before it is replaced.</param>
    public void BeforeStep(ReadOnlySpan<double> exponent)
    {
        if (_active)
        {
            _mixing.Start(exponent);
        }
    }

    /// <summary>Extrapolates.</summary>
    /// <param name="exponent">The exponent [n, m] at the new plan; receives that of the next step.</param>
    /// <param name="change">How far the step moved the plan.</param>
    public void AfterStep(Span<double> exponent, double change)
    {
        _falls = change < _change ? _falls + 1 : 0;
        if (!_active)
        {
            _active = change < _threshold && _falls >= Falls;
        }
        else if (change > Growth * _change)
        {
            _mixing.Restart();
            _active = false;
        }
        else
        {
            _mixing.Extrapolate(exponent);
        }

        _change = change;
    }
}
