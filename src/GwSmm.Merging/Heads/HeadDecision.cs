namespace GwSmm.Merging;

/// <summary>
/// What was chosen on cross-validated predictions, and what it changed on them. The values after are measured where the choice was made,
/// so they are somewhat too good for new responses.
/// </summary>
public sealed record HeadDecision
{
    /// <summary>The temperature by which logits are divided; 1 where none was asked for.</summary>
    public required double Temperature { get; init; }

    /// <summary>Log loss in nats per response (multi-label: and label) before the temperature.</summary>
    public required double LogLossBefore { get; init; }

    /// <summary>The same after it.</summary>
    public required double LogLossAfter { get; init; }

    /// <summary>Expected calibration error (15 bins of equal width) before the temperature.</summary>
    public required double CalibrationErrorBefore { get; init; }

    /// <summary>The same after it.</summary>
    public required double CalibrationErrorAfter { get; init; }

    /// <summary>Multi-label: macro F1 with thresholds 0.5; multi-class with numeric labels: kappa of the most probable class; else null.</summary>
    public double? AgreementBefore { get; init; }

    /// <summary>The same with the chosen thresholds or cut points; null where <see cref="AgreementBefore"/> is.</summary>
    public double? AgreementAfter { get; init; }
}
