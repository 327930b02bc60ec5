using System.Runtime.Intrinsics;

namespace GwSmm.Numerics.Tests;

public sealed class ExpKernelTests
{
    [Fact]
    public void NotAboveZero_IsWithinTwoTenMillionths()
    {
        for (var x = 0f; x > -87.3f; x -= 0.0031f)
        {
            var expected = Math.Exp(x);
            Samples.Close(1, ExpKernel<float, ScalarLanes<float>>.NotAboveZero(x) / expected, 2e-7, $"scalar exp({x})");
            var wide = ExpKernel<Vector256<float>, Lanes256<float>>.NotAboveZero(Vector256.Create(x));
            Samples.Close(1, wide[7] / expected, 2e-7, $"exp({x})");
        }
    }

    [Fact]
    public void NotAboveZero_Extremes()
    {
        foreach (var (x, expected) in new[] { (0f, 1f), (-88f, 0f), (-1e30f, 0f), (float.NegativeInfinity, 0f), (float.NaN, float.NaN) })
        {
            Assert.Equal(expected, ExpKernel<float, ScalarLanes<float>>.NotAboveZero(x));
            Assert.Equal(expected, ExpKernel<Vector128<float>, Lanes128<float>>.NotAboveZero(Vector128.Create(x))[3]);
            Assert.Equal(expected, ExpKernel<Vector256<float>, Lanes256<float>>.NotAboveZero(Vector256.Create(x))[3]);
            Assert.Equal(expected, ExpKernel<Vector512<float>, Lanes512<float>>.NotAboveZero(Vector512.Create(x))[3]);
        }
    }
}
