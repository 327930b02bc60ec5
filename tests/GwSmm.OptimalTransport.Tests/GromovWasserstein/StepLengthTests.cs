namespace GwSmm.OptimalTransport.Tests;

public class StepLengthTests
{
    [Theory]
    [InlineData(-1, 1, 0.5)]
    [InlineData(-4, 1, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(-1, -1, 1)]
    [InlineData(1, -2, 1)]
    [InlineData(1, -0.5, 0)]
    [InlineData(0, 0, 0)]
    public void The_exact_step_ends_in_the_minimum_of_the_segment(double linear, double quadratic, double expected) =>
        Assert.Equal(expected, StepLength.Of(LineSearch.Exact, linear, quadratic));

    [Theory]
    [InlineData(-1, 1, 0.99)]
    [InlineData(-1, 2, 0.25)]
    [InlineData(-1, -1, 0.99)]
    [InlineData(-1, 1.02, 1 / 2.04)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(1, -0.5, 0)]
    public void The_Armijo_step_tries_0_99_and_then_the_minimum_of_the_parabola(double linear, double quadratic, double expected) =>
        Assert.Equal(expected, StepLength.Of(LineSearch.Armijo, linear, quadratic), 15);
}
