using System.Runtime.InteropServices;

namespace GwSmm.OptimalTransport;

/// <summary>
/// A node of <see cref="TransportTree"/> with the arc to its parent. All that a step up the tree reads lies together.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TransportNode
{
    /// <summary>The flow on the arc to the parent.</summary>
    public long Flow;

    /// <summary>The parent; -1 above the root.</summary>
    public int Parent;

    /// <summary>Arcs to the root.</summary>
    public int Depth;

    /// <summary>The node that follows in preorder; -1 after the last.</summary>
    public int Next;

    /// <summary>The node before in preorder; -1 before the root.</summary>
    public int Previous;

    /// <summary>The last node in preorder of the subtree below, this node itself where it is a leaf.</summary>
    public int Last;
}
