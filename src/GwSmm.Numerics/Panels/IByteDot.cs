namespace GwSmm.Numerics;

/// <summary>The dot product of four bytes in every lane; see <see cref="IByteLanes{TVector}.DotAdd"/>.</summary>
/// <typeparam name="TVector">The vector of sums.</typeparam>
internal interface IByteDot<TVector>
    where TVector : unmanaged
{
    /// <summary>sum + a dot b.</summary>
    static abstract TVector Add(TVector sum, TVector a, TVector b);
}
