namespace GwSmm.Numerics;

/// <summary>The kernels on vectors.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
/// <typeparam name="TTile">The innermost product.</typeparam>
/// <typeparam name="TJoin">Joins bytes.</typeparam>
/// <typeparam name="TBytes">The vector of sums of byte products.</typeparam>
/// <typeparam name="TByteLanes">Arithmetic on it.</typeparam>
internal sealed class VectorPanelKernels<TVector, TLanes, TTile, TJoin, TBytes, TByteLanes> : IPanelKernels
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
    where TTile : struct, ITile<float>
    where TJoin : struct, IByteJoin<TVector>
    where TBytes : unmanaged
    where TByteLanes : struct, IByteLanes<TBytes>
{
    public int Width => TTile.Columns;

    public void Multiply(FloatWeights dense, in PanelRange range, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation) =>
        DenseKernel<TVector, TLanes, TTile>.Multiply(dense, [], null, range, x, y, offset, activation);

    public void Multiply(LowRankWeights dense, in PanelRange range, PanelMatrix x, PanelMatrix middle, PanelMatrix y, int offset, PanelActivation activation) =>
        DenseKernel<TVector, TLanes, TTile>.Multiply(dense.Whole, dense.Up, middle, range, x, y, offset, activation);

    public void Multiply(ByteWeights dense, in PanelRange range, BytePanels x, PanelMatrix y, int offset, PanelActivation activation)
    {
        ByteKernel<TBytes, TByteLanes>.Multiply(dense, range, x, y, offset);
        if (activation == PanelActivation.Gelu)
        {
            for (var panel = range.FirstPanel; panel < range.EndPanel; panel++)
            {
                var results = y.Values(panel, panel + 1).Slice((offset + range.FirstOutput) * Width, (range.EndOutput - range.FirstOutput) * Width);
                GeluKernel<TVector, TLanes>.Forward(results, results);
            }
        }
    }

    public void Quantise(PanelMatrix x, BytePanels y, int firstPanel, int endPanel) =>
        QuantiseKernel<TVector, TLanes, TJoin>.Quantise(x, y, firstPanel, endPanel);

    public void AddNormalise(
        PanelMatrix x, PanelMatrix residual, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float epsilon, int firstPanel, int endPanel) =>
        NormKernel<TVector, TLanes>.AddNormalise(x, residual, scale, shift, epsilon, firstPanel, endPanel);

    public void Attend(PanelMatrix projections, PanelMatrix context, int start, int length, int head, int headWidth) =>
        AttentionKernel<TVector, TLanes, TTile>.Attend(projections, context, start, length, head, headWidth);
}
