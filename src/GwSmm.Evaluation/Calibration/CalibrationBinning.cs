namespace GwSmm.Evaluation;

/// <summary>How confidences are put into bins.</summary>
public enum CalibrationBinning
{
    /// <summary>Intervals of equal width over [0, 1], as in Guo et al. (2017).</summary>
    EqualWidth,

    /// <summary>Intervals with about as many decisions each; equal confidences share a bin (Nixon et al., 2019).</summary>
    EqualMass,
}
