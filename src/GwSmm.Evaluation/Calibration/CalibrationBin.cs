namespace GwSmm.Evaluation;

/// <summary>The decisions of one bin of a reliability diagram.</summary>
/// <param name="Count">The number of decisions; bins without any are left out.</param>
/// <param name="Confidence">Their mean confidence, in [0, 1].</param>
/// <param name="Accuracy">The share of them that came true, in [0, 1].</param>
public sealed record CalibrationBin(int Count, double Confidence, double Accuracy);
