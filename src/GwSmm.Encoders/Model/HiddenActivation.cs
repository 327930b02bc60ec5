namespace GwSmm.Encoders;

/// <summary>The function inside the feed-forward blocks.</summary>
public enum HiddenActivation
{
    /// <summary>GELU, x * (1 + erf(x / sqrt(2))) / 2; <c>gelu</c> in a <c>config.json</c>.</summary>
    Gelu,

    /// <summary>Its approximation by tanh (Hendrycks and Gimpel, 2016); <c>gelu_new</c> in a <c>config.json</c>.</summary>
    GeluTanh,
}
