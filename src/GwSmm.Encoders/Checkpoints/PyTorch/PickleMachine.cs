namespace GwSmm.Encoders;

/// <summary>
/// Reads the part of Python's pickle format (protocols 2 to 5; PEP 307, PEP 3154) that <c>torch.save</c> uses for dictionaries of
/// tensors. Nothing is run: a name outside <see cref="TorchGlobal"/>, another call or another instruction is an error. No work is
/// recursive, so depth and cycles cost nothing; they are refused all the same, since no checkpoint has them.
/// </summary>
internal sealed class PickleMachine
{
    private const int MaxValues = 1_000_000;
    private const int MaxMarks = 64;
    private const int MaxDepth = 16;
    private readonly PickleCursor _cursor;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];

    private PickleMachine(PickleCursor cursor) => _cursor = cursor;

    /// <summary>Reads a pickle.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="pickle">The bytes.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="GwSmmException">It holds anything else, or is malformed.</exception>
    public static Dictionary<string, TorchTensor> Read(string source, byte[] pickle)
    {
        var machine = new PickleMachine(new PickleCursor(source, pickle));
        while (machine._cursor.Next() != PickleOpcode.Stop)
        {
            machine.Step();
        }

        return machine.Tensors();
    }

    private void Step()
    {
        switch (_cursor.Opcode)
        {
            case PickleOpcode.Proto:
                if (_cursor.Byte() is var protocol && protocol is < 2 or > 5)
                {
                    throw _cursor.Error($"states the protocol {protocol}; 2 to 5 are read");
                }

                break;
            case PickleOpcode.Frame:
                _cursor.UInt64();
                break;
            case PickleOpcode.Mark:
                if (_marks.Count >= MaxMarks)
                {
                    throw _cursor.Error($"nests deeper than {MaxMarks} levels");
                }

                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.Reduce:
                var arguments = Pop();
                Push(TorchObjects.Call(_cursor, Pop(), arguments));
                break;
            case PickleOpcode.Build:
                Build();
                break;
            case PickleOpcode.Global:
                var module = _cursor.Line();
                Push(Global(module, _cursor.Line()));
                break;
            case PickleOpcode.StackGlobal:
                var name = Pop() as string;
                Push(Global(Pop() as string ?? string.Empty, name ?? string.Empty));
                break;
            case PickleOpcode.BinPersId:
                Push(TorchObjects.Storage(_cursor, Pop()));
                break;
            default:
                if (!StepValue() && !StepContainer() && !StepMemo())
                {
                    throw _cursor.Error(Enum.IsDefined(_cursor.Opcode) ? "occurs in no checkpoint and is refused" : "is unknown");
                }

                break;
        }
    }

    private bool StepValue()
    {
        switch (_cursor.Opcode)
        {
            case PickleOpcode.None:
                Push(null);
                break;
            case PickleOpcode.NewTrue:
                Push(true);
                break;
            case PickleOpcode.NewFalse:
                Push(false);
                break;
            case PickleOpcode.BinInt:
                Push((long)(int)_cursor.UInt32());
                break;
            case PickleOpcode.BinInt1:
                Push((long)_cursor.Byte());
                break;
            case PickleOpcode.BinInt2:
                Push((long)_cursor.UInt16());
                break;
            case PickleOpcode.Long1:
                Push(_cursor.Integer(_cursor.Byte()));
                break;
            case PickleOpcode.ShortBinUnicode:
                Push(_cursor.Text((ulong)_cursor.Byte()));
                break;
            case PickleOpcode.BinUnicode:
                Push(_cursor.Text(_cursor.UInt32()));
                break;
            case PickleOpcode.BinUnicode8:
                Push(_cursor.Text(_cursor.UInt64()));
                break;
            default:
                return false;
        }

        return true;
    }

    private bool StepContainer()
    {
        switch (_cursor.Opcode)
        {
            case PickleOpcode.EmptyTuple:
                Push(new PickleTuple([], 1));
                break;
            case PickleOpcode.Tuple1:
                PushTuple(TakeLast(1));
                break;
            case PickleOpcode.Tuple2:
                PushTuple(TakeLast(2));
                break;
            case PickleOpcode.Tuple3:
                PushTuple(TakeLast(3));
                break;
            case PickleOpcode.Tuple:
                PushTuple(TakeToMark());
                break;
            case PickleOpcode.EmptyDict:
                Push(new PickleDictionary());
                break;
            case PickleOpcode.SetItem:
                AddEntries(TakeLast(2));
                break;
            case PickleOpcode.SetItems:
                AddEntries(TakeToMark());
                break;
            default:
                return false;
        }

        return true;
    }

    private bool StepMemo()
    {
        switch (_cursor.Opcode)
        {
            case PickleOpcode.BinPut:
                Remember((uint)_cursor.Byte());
                break;
            case PickleOpcode.LongBinPut:
                Remember(_cursor.UInt32());
                break;
            case PickleOpcode.Memoize:
                Remember((uint)_memo.Count);
                break;
            case PickleOpcode.BinGet:
                Push(Recall((uint)_cursor.Byte()));
                break;
            case PickleOpcode.LongBinGet:
                Push(Recall(_cursor.UInt32()));
                break;
            default:
                return false;
        }

        return true;
    }

    private TorchGlobal Global(string module, string name) => TorchGlobal.Find(module, name) ?? throw _cursor.Error($"names '{module}.{name}', which is no part of a tensor; a checkpoint with code is refused");

    // A state_dict carries the versions of its modules as attributes; they say nothing about the tensors.
    private void Build()
    {
        if (Pop() is not PickleDictionary || Top() is not PickleDictionary)
        {
            throw _cursor.Error("sets the state of something that is no dictionary");
        }
    }

    private void AddEntries(object?[] items)
    {
        if (Top() is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw _cursor.Error("fills something that is no dictionary, or a key lacks its value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            if (ReferenceEquals(items[i], dictionary) || ReferenceEquals(items[i + 1], dictionary))
            {
                throw _cursor.Error("puts a dictionary into itself; cyclic references are refused");
            }

            dictionary.Entries.Add(new KeyValuePair<object?, object?>(items[i], items[i + 1]));
        }
    }

    private void PushTuple(object?[] items)
    {
        var depth = 1;
        foreach (var item in items)
        {
            depth = Math.Max(depth, item is PickleTuple tuple ? tuple.Depth + 1 : 1);
        }

        Push(depth <= MaxDepth ? new PickleTuple(items, depth) : throw _cursor.Error($"nests deeper than {MaxDepth} levels"));
    }

    private void Remember(uint key)
    {
        _memo[key] = Top();
        if (_memo.Count > MaxValues)
        {
            throw _cursor.Error($"keeps more than {MaxValues} values");
        }
    }

    private object? Recall(uint key) => _memo.TryGetValue(key, out var value) ? value : throw _cursor.Error($"refers to the value {key}, which was not kept");

    private void Push(object? value)
    {
        if (_stack.Count >= MaxValues)
        {
            throw _cursor.Error($"makes more than {MaxValues} values");
        }

        _stack.Add(value);
    }

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw _cursor.Error("finds no value to work on");

    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    private object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] TakeLast(int count) => _stack.Count - count >= Floor ? TakeFrom(_stack.Count - count) : throw _cursor.Error("finds too few values to work on");

    private object?[] TakeToMark() => _marks.TryPop(out var mark) ? TakeFrom(mark) : throw _cursor.Error("finds no mark to work from");

    private object?[] TakeFrom(int start)
    {
        object?[] items = [.. _stack.Skip(start)];
        _stack.RemoveRange(start, items.Length);
        return items;
    }

    private Dictionary<string, TorchTensor> Tensors()
    {
        if (_stack is not [PickleDictionary root] || _marks.Count > 0)
        {
            throw _cursor.Error("ends a pickle that is no dictionary of tensors");
        }

        var tensors = new Dictionary<string, TorchTensor>(StringComparer.Ordinal);
        foreach (var (key, value) in root.Entries)
        {
            if (key is not string { Length: > 0 } name || value is not TorchTensor tensor)
            {
                throw _cursor.Error($"ends a dictionary that holds {(key is string text ? $"'{text}'" : "a key that is no text")}, which is no named tensor");
            }

            if (!tensors.TryAdd(name, tensor))
            {
                throw _cursor.Error($"ends a dictionary that holds the tensor '{name}' twice");
            }
        }

        return tensors;
    }
}
