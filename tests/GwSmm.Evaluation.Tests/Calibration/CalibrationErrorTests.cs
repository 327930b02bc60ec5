namespace GwSmm.Evaluation.Tests;

public class CalibrationErrorTests
{
    [Fact]
    public void Errors_equal_those_summed_with_masks_in_numpy()
    {
        foreach (var golden in SignificanceGolden.Cases("calibration"))
        {
            var (classes, bins) = (golden.GetProperty("classes").GetInt32(), golden.GetProperty("bins").GetInt32());
            var probabilities = Array.ConvertAll(golden.Numbers("p"), p => (float)p);
            var actual = Array.ConvertAll(golden.Numbers("y"), y => (int)y);
            var width = CalibrationError.MultiClass(probabilities, actual, classes, bins);
            Assert.Equal(golden.Number("width"), width.Expected, 1e-12);
            Assert.Equal(golden.Number("max"), width.Maximum, 1e-12);
            Assert.Equal(actual.Length, width.Count);
            Assert.Equal(golden.Number("mass"), CalibrationError.MultiClass(probabilities, actual, classes, bins, CalibrationBinning.EqualMass).Expected, 1e-12);
            var labels = Array.ConvertAll(golden.Numbers("labelP"), p => (float)p);
            var flags = Array.ConvertAll(golden.Numbers("labelY"), y => y == 1);
            Assert.Equal(golden.Number("labelWidth"), CalibrationError.MultiLabel(labels, flags, bins).Expected, 1e-12);
            Assert.Equal(golden.Number("labelMass"), CalibrationError.MultiLabel(labels, flags, bins, CalibrationBinning.EqualMass).Expected, 1e-12);
        }
    }

    [Fact]
    public void Certain_and_right_has_no_error()
    {
        var result = CalibrationError.MultiClass([1, 0, 0, 1], [0, 1], 2);
        Assert.Equal(0, result.Expected);
        Assert.Equal([new CalibrationBin(2, 1, 1)], result.Bins);
    }

    [Fact]
    public void Certain_and_wrong_has_the_error_one() => Assert.Equal(1, CalibrationError.MultiClass([1, 0], [1], 2).Expected);

    [Fact]
    public void Equal_confidences_share_a_bin_of_equal_mass()
    {
        var result = CalibrationError.MultiLabel([0.5f, 0.5f, 0.5f, 0.5f, 0.9f, 0.9f], [true, false, true, false, true, true], 3, CalibrationBinning.EqualMass);
        Assert.Equal([4, 2], result.Bins.Select(bin => bin.Count));
    }

    [Fact]
    public void Bad_probabilities_sizes_and_classes_are_named()
    {
        Assert.Contains("position 1 is NaN", Assert.Throws<ArgumentException>(() => CalibrationError.MultiLabel([0.5f, float.NaN], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("position 0 is 1.5", Assert.Throws<ArgumentException>(() => CalibrationError.MultiClass([1.5f, 0], [0], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("3 probabilities; expected 2", Assert.Throws<ArgumentException>(() => CalibrationError.MultiClass([0.5f, 0, 1], [0], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("position 0 is 2", Assert.Throws<ArgumentException>(() => CalibrationError.MultiClass([1, 0], [2], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CalibrationError.MultiLabel([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationError.MultiLabel([0.5f], [true], 0));
    }
}
