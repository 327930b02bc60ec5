namespace GwSmm.Encoders.Tests;

/// <summary>Values and gradients worked out with NumPy: T^2 KL(p || q), and T (q - p) times the factor.</summary>
public class SoftLabelLossTests
{
    [Theory]
    [InlineData(HeadKind.MultiClass, 0.2540996102195397, -0.697756209509, 0.986930159101, -0.289173949592)]
    [InlineData(HeadKind.MultiLabel, 0.07189716456761253, -0.194960287446, 0.224020996397, -0.137278437435)]
    public void Value_and_gradient_are_those_of_the_formula(HeadKind kind, double loss, double first, double second, double third)
    {
        float[] teacher = [1, -0.5f, 0.25f];
        float[] student = [0.2f, 0.4f, -0.3f];
        SoftLabelLoss.Soften(kind, teacher, 3, 2);
        Assert.Equal(loss, SoftLabelLoss.Row(kind, student, teacher, 2, 3), 1e-6);
        Assert.Equal(first, student[0], 1e-6);
        Assert.Equal(second, student[1], 1e-6);
        Assert.Equal(third, student[2], 1e-6);
    }

    [Theory]
    [InlineData(HeadKind.MultiClass, 8000)]
    [InlineData(HeadKind.MultiLabel, 4000)]
    public void Huge_logits_give_finite_losses(HeadKind kind, double expected)
    {
        float[] teacher = [4000, -4000];
        float[] student = [-4000, 4000];
        SoftLabelLoss.Soften(kind, teacher, 2, 1);
        Assert.Equal(expected, SoftLabelLoss.Row(kind, student, teacher, 1, 1), 1e-3);
        Assert.All(student, value => Assert.True(float.IsFinite(value)));
    }
}
