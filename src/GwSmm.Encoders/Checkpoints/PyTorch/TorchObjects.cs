namespace GwSmm.Encoders;

/// <summary>The few calls that a PyTorch checkpoint makes, carried out on plain data; every argument is checked.</summary>
internal static class TorchObjects
{
    /// <summary>Carries a call out.</summary>
    /// <param name="cursor">For messages.</param>
    /// <param name="function">What is called.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The result.</returns>
    /// <exception cref="GwSmmException">It is no call of the three that are known, or an argument is unsuitable.</exception>
    public static object Call(PickleCursor cursor, object? function, object? arguments)
    {
        var global = function as TorchGlobal ?? throw cursor.Error("calls something that is no function");
        var items = (arguments as PickleTuple ?? throw cursor.Error($"calls {global.Name} without a tuple of arguments")).Items;
        return (global.Name, items) switch
        {
            (TorchGlobal.OrderedDict, []) => new PickleDictionary(),
            (TorchGlobal.RebuildTensor, [TorchStorage storage, long offset, PickleTuple shape, PickleTuple strides, bool, PickleDictionary or null, ..]) when items.Length <= 7 =>
                TorchTensor.Create(storage, offset, Integers(cursor, shape), Integers(cursor, strides), out var problem) ?? throw cursor.Error(problem + ", which does not hold it"),
            (TorchGlobal.RebuildParameter, [TorchTensor tensor, bool, PickleDictionary or null]) => tensor,
            _ => throw cursor.Error($"calls {global.Name} with arguments that it does not have in checkpoints"),
        };
    }

    /// <summary>Finds the storage that a persistent identifier names.</summary>
    /// <param name="cursor">For messages.</param>
    /// <param name="identifier">The identifier.</param>
    /// <returns>The storage; whether its entry is there and long enough is still to be checked.</returns>
    /// <exception cref="GwSmmException">It names none.</exception>
    public static TorchStorage Storage(PickleCursor cursor, object? identifier) =>
        identifier is PickleTuple { Items: ["storage", TorchGlobal { Dtype.Length: > 0 } type, string key, string, long and >= 0 and var count] }
        && key.Length is > 0 and <= 20 && key.All(char.IsAsciiDigit)
            ? new TorchStorage(key, type.Dtype, count)
            : throw cursor.Error("names no storage; expected ('storage', type, number, device, count)");

    private static long[] Integers(PickleCursor cursor, PickleTuple tuple) =>
        Array.ConvertAll(tuple.Items, item => item is long value ? value : throw cursor.Error("makes a tensor whose sizes or strides are no integers"));
}
