using System.Numerics;

namespace GwSmm.Numerics;

/// <summary>The innermost product: one block of C whose sums stay in registers.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface ITile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of the block.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the block.</summary>
    static abstract int Columns { get; }

    /// <summary>
    /// c = alpha * a * b + beta * c. Every sum runs over k in ascending order, so an element of C has the same bits wherever its
    /// block starts.
    /// </summary>
    /// <param name="k">Length of the sums.</param>
    /// <param name="a">Element (i, l) at i * aRow + l * aColumn.</param>
    /// <param name="aRow">Distance between rows of a.</param>
    /// <param name="aColumn">Distance between columns of a.</param>
    /// <param name="b">Element (l, j) at l * bRow + j.</param>
    /// <param name="bRow">Distance between rows of b.</param>
    /// <param name="c">Element (i, j) at i * cRow + j.</param>
    /// <param name="cRow">Distance between rows of c.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="beta">Factor of c; with 0, c is not read.</param>
    static abstract void Run(nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, T alpha, T beta);
}
