namespace GwSmm.Numerics;

/// <summary>Joins numbers to groups of bytes, as a type parameter; see <see cref="ILanes{T, TVector}"/>.</summary>
/// <typeparam name="TVector">The vector of single precision.</typeparam>
internal unsafe interface IByteJoin<TVector>
    where TVector : unmanaged
{
    /// <summary>Writes the lowest byte of each of four numbers, lane by lane.</summary>
    static abstract void Store(TVector a, TVector b, TVector c, TVector d, byte* target);
}
