namespace GwSmm.Numerics;

/// <summary>
/// What an encoder computes, on activations in panels. No result of a token depends on its place, on other sequences or on how the
/// work is divided. Thread-safe on disjoint results. See <see cref="PanelKernels"/> for the implementations.
/// </summary>
internal interface IPanelKernels
{
    /// <summary>Tokens of a panel.</summary>
    int Width { get; }

    /// <summary>y = f(W x + b), single precision.</summary>
    /// <param name="dense">W and b.</param>
    /// <param name="range">Which outputs of which panels.</param>
    /// <param name="x">Input, as many channels as W has inputs.</param>
    /// <param name="y">Results.</param>
    /// <param name="offset">Channel of <paramref name="y"/> that output 0 goes to.</param>
    /// <param name="activation">f.</param>
    void Multiply(FloatWeights dense, in PanelRange range, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation);

    /// <summary>y = f(W x + U m + b), where m = V x is the product of <see cref="LowRankWeights.Down"/> by the other overload.</summary>
    /// <param name="dense">W, U, V and b.</param>
    /// <param name="range">Which outputs of which panels.</param>
    /// <param name="x">Input, as many channels as W has inputs.</param>
    /// <param name="middle">m, as many channels as the rank.</param>
    /// <param name="y">Results.</param>
    /// <param name="offset">Channel of <paramref name="y"/> that output 0 goes to.</param>
    /// <param name="activation">f.</param>
    void Multiply(LowRankWeights dense, in PanelRange range, PanelMatrix x, PanelMatrix middle, PanelMatrix y, int offset, PanelActivation activation);

    /// <summary>y = f(W x + b) on bytes; see the other overload. Products are summed exactly.</summary>
    /// <param name="dense">W and b.</param>
    /// <param name="range">Which outputs of which panels.</param>
    /// <param name="x">Input, as many channels as W has inputs.</param>
    /// <param name="y">Results.</param>
    /// <param name="offset">Channel of <paramref name="y"/> that output 0 goes to.</param>
    /// <param name="activation">f.</param>
    void Multiply(ByteWeights dense, in PanelRange range, BytePanels x, PanelMatrix y, int offset, PanelActivation activation);

    /// <summary>Rounds every token to bytes over its own range.</summary>
    /// <param name="x">Values.</param>
    /// <param name="y">Results.</param>
    /// <param name="firstPanel">First panel.</param>
    /// <param name="endPanel">Panel after the last.</param>
    void Quantise(PanelMatrix x, BytePanels y, int firstPanel, int endPanel);

    /// <summary>x = layer normalisation of x + residual over the channels; see <see cref="LayerNorm"/>.</summary>
    /// <param name="x">Values, then results.</param>
    /// <param name="residual">What is added first.</param>
    /// <param name="scale">Scale [channels].</param>
    /// <param name="shift">Shift [channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="firstPanel">First panel.</param>
    /// <param name="endPanel">Panel after the last.</param>
    void AddNormalise(PanelMatrix x, PanelMatrix residual, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float epsilon, int firstPanel, int endPanel);

    /// <summary>Scaled dot-product attention (Vaswani et al., 2017, equation 1) of one sequence and head over its own length.</summary>
    /// <param name="projections">Queries, keys and values: channels [3, heads, head width].</param>
    /// <param name="context">Attended values: channels [heads, head width].</param>
    /// <param name="start">First token.</param>
    /// <param name="length">Tokens.</param>
    /// <param name="head">Which head.</param>
    /// <param name="headWidth">Channels of a head.</param>
    void Attend(PanelMatrix projections, PanelMatrix context, int start, int length, int head, int headWidth);
}
