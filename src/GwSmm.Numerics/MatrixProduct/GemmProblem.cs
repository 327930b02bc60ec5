using System.Numerics;

namespace GwSmm.Numerics;

/// <summary>One product with pinned operands and strides instead of transposes: op(A)[i, l] = A[i * ARow + l * AColumn].</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct GemmProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required int M { get; init; }

    public required int N { get; init; }

    public required int K { get; init; }

    public required T Alpha { get; init; }

    public required T Beta { get; init; }

    public required T* A { get; init; }

    public required nint ARow { get; init; }

    public required nint AColumn { get; init; }

    public required T* B { get; init; }

    public required nint BRow { get; init; }

    public required nint BColumn { get; init; }

    public required T* C { get; init; }

    public required nint CRow { get; init; }
}
