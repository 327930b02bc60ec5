namespace GwSmm.Encoders;

/// <summary>A Python name that a checkpoint may use.</summary>
/// <param name="Name">Module and name with a dot between.</param>
/// <param name="Dtype">The type of the values where it is a storage class, as safetensors names it; else empty.</param>
internal sealed record TorchGlobal(string Name, string Dtype)
{
    /// <summary>The dictionary that <c>state_dict</c> returns.</summary>
    public const string OrderedDict = "collections.OrderedDict";

    /// <summary>Makes a tensor of storage, offset, sizes and strides.</summary>
    public const string RebuildTensor = "torch._utils._rebuild_tensor_v2";

    /// <summary>Makes a parameter of a tensor.</summary>
    public const string RebuildParameter = "torch._utils._rebuild_parameter";

    private static readonly Dictionary<string, TorchGlobal> Known = new TorchGlobal[]
    {
        new(OrderedDict, string.Empty), new(RebuildTensor, string.Empty), new(RebuildParameter, string.Empty),
        new("torch.FloatStorage", "F32"), new("torch.HalfStorage", "F16"), new("torch.BFloat16Storage", "BF16"), new("torch.DoubleStorage", "F64"),
        new("torch.LongStorage", "I64"), new("torch.IntStorage", "I32"), new("torch.ShortStorage", "I16"), new("torch.CharStorage", "I8"),
        new("torch.ByteStorage", "U8"), new("torch.BoolStorage", "BOOL"),
    }.ToDictionary(item => item.Name, StringComparer.Ordinal);

    /// <summary>Looks a name up; there are no others.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The name in it.</param>
    /// <returns>The name; null where it is none of those allowed.</returns>
    public static TorchGlobal? Find(string module, string name) => Known.GetValueOrDefault(module + "." + name);
}
