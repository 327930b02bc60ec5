namespace GwSmm.Numerics;

/// <summary>Dot products of bytes as a type parameter; see <see cref="ILanes{T, TVector}"/>. A lane is a token.</summary>
/// <typeparam name="TVector">The vector of <see cref="Count"/> sums of 32 bits.</typeparam>
internal unsafe interface IByteLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Sums in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Sums of zero.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads four unsigned bytes for every lane.</summary>
    static abstract TVector Load(byte* source);

    /// <summary>Puts four signed bytes into all lanes.</summary>
    static abstract TVector Broadcast(sbyte* source);

    /// <summary>
    /// sum + a dot b, lane by lane. Exact where neighbours in <paramref name="b"/> of one sign add up to at most 128, as those of
    /// <see cref="ByteWeights"/> do.
    /// </summary>
    static abstract TVector DotAdd(TVector sum, TVector a, TVector b);

    /// <summary>Writes sum * scale * step + minimum * total + bias.</summary>
    /// <param name="sum">Sums.</param>
    /// <param name="steps">Step of every lane.</param>
    /// <param name="minima">Minimum of every lane.</param>
    /// <param name="scale">Scale of the output.</param>
    /// <param name="total">Sum of the output's weights.</param>
    /// <param name="bias">Bias of the output.</param>
    /// <param name="target">Where the results go.</param>
    static abstract void Finish(TVector sum, float* steps, float* minima, float scale, float total, float bias, float* target);
}
