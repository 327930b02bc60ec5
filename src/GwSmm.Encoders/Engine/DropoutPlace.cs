namespace GwSmm.Encoders;

/// <summary>Numbers of the places where dropout acts; a layer's places lie between those of its neighbours.</summary>
internal static class DropoutPlace
{
    /// <summary>The embedding output.</summary>
    public const int Embedding = 0;

    /// <summary>The pooled features before the head.</summary>
    public const int Features = 1;

    /// <summary>The attention probabilities of a layer, from 0.</summary>
    public static int Probabilities(int layer) => (4 * layer) + 4;

    /// <summary>The attention block of a layer, before its residual.</summary>
    public static int Attention(int layer) => (4 * layer) + 5;

    /// <summary>The feed-forward block of a layer, before its residual.</summary>
    public static int FeedForward(int layer) => (4 * layer) + 6;
}
