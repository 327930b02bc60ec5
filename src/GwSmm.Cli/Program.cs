Console.Error.WriteLine("gwsmm: no command given");
return 1;
