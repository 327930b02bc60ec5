using System.Numerics;

namespace GwSmm.Numerics;

/// <summary>
/// Vector arithmetic as a type parameter, so that a kernel is written once and compiled for every width. The methods inline to
/// single instructions. Wider types than the hardware has still work, slowly.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TVector">The vector of <see cref="Count"/> numbers.</typeparam>
internal unsafe interface ILanes<T, TVector>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Puts one number into all lanes.</summary>
    static abstract TVector Broadcast(T value);

    /// <summary>Reads a vector, of any alignment.</summary>
    static abstract TVector Load(T* source);

    /// <summary>Writes a vector, of any alignment.</summary>
    static abstract void Store(TVector value, T* target);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a * b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a * b + c, rounded once where the hardware can and twice elsewhere.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>The square root.</summary>
    static abstract TVector Sqrt(TVector a);

    /// <summary>The larger number; NaN if either is.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller number, lane by lane; of NaN nothing is promised.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>x where a is less than b, else y; y where either is NaN.</summary>
    static abstract TVector WhereLess(TVector a, TVector b, TVector x, TVector y);

    /// <summary>a limited to [-bound, bound]; NaN stays NaN.</summary>
    static abstract TVector Clamp(TVector a, T bound);

    /// <summary>value, or 0 where x is below a limit; NaN is not.</summary>
    static abstract TVector ZeroBelow(TVector value, TVector x, T limit);

    /// <summary>2 to the power n, from n + 1.5 * 2^(stored bits of the fraction): the sum leaves n in the lowest bits.</summary>
    static abstract TVector PowerOfTwo(TVector shifted);

    /// <summary>The sum of all lanes.</summary>
    static abstract T Sum(TVector a);
}
